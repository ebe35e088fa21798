/*
 * Copyright 2026 The TokPulse Ops Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/** Style of the offline bundle: light, dark and on paper, without a script. */
export const bundleStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --line: #d0d7de;
  --page: #ffffff; --card: #f6f8fa; --accent: #0b5cad; --urgent: #a40e26; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --muted: #9aa4af; --line: #363d46; --page: #0d1117;
    --card: #161b22; --accent: #7cb8ff; --urgent: #ff8b8b; }
}
* { box-sizing: border-box; }
html { scroll-behavior: auto; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: var(--text);
  background: var(--page); font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.6em 0 0.5em; }
h1 { margin-top: 0; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
p, li, dd { overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.6rem; text-align: left;
  vertical-align: top; }
th { background: var(--card); }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px;
  padding: 0.75rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  user-select: text; }
code { font: 0.9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 4px solid var(--line);
  color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0.75rem 0; }
dt { color: var(--muted); }
dd { margin: 0; }
.runbook { border-top: 2px solid var(--line); margin-top: 3rem; padding-top: 0.5rem; }
.step { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--accent);
  border-radius: 6px; padding: 0.25rem 1rem 1rem; margin: 1rem 0; }
.step.changes { border-left-color: var(--urgent); }
.step h5 { font-size: 1.1rem; margin-top: 0.8rem; }
.step pre { background: var(--page); }
.differs > :first-child { margin-top: 0; }
.differs > :last-child { margin-bottom: 0; }
.differs { border-left: 4px solid var(--urgent); padding-left: 0.75rem; }
.muted { color: var(--muted); }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 999px;
  padding: 0 0.6em; font-size: 0.85em; margin-right: 0.4em; white-space: nowrap; }
.urgent { color: var(--urgent); font-weight: 600; }
@media (max-width: 30rem) {
  body { padding: 1rem 0.75rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}
@media print {
  :root { --text: #000; --muted: #333; --line: #999; --page: #fff; --card: #fff;
    --accent: #000; --urgent: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .runbook { break-before: page; border-top: 0; margin-top: 0; }
  .step, pre, table { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; }
}
`;
