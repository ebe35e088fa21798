module.exports = {
  root: true,
  extends: ['eslint:recommended', 'prettier'],
  parserOptions: { ecmaVersion: 'latest', sourceType: 'module' },
  env: { node: true, es2023: true },
  overrides: [{ files: ['*.cjs'], parserOptions: { sourceType: 'script' } }],
};
