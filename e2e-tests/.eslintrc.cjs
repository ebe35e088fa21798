module.exports = {
  root: true,
  extends: [
    'eslint:recommended',
    'plugin:@typescript-eslint/recommended',
    'prettier',
  ],
  parser: '@typescript-eslint/parser',
  env: { node: true, es2023: true },
  // A Playwright fixture without dependencies says so with an empty pattern.
  rules: { 'no-empty-pattern': 'off' },
};
