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

/** The style of the status page; colours follow the system's light or dark. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#ffffff, #1d2128);
  --line: light-dark(#dde1e7, #333943);
  --text: light-dark(#1b1f26, #e6e9ee);
  --quiet: light-dark(#566070, #9aa4b2);
  --accent: light-dark(#1f5fd1, #7fb0ff);
  --good: light-dark(#176f3a, #6fd699);
  --bad: light-dark(#b3261e, #ff9a92);
  --badGround: light-dark(#fdecea, #3a2022);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 24px; max-width: 1100px; margin-inline: auto;
  background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif;
}
header { display: flex; gap: 16px; justify-content: space-between; align-items: center; flex-wrap: wrap; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 16px; margin: 0 0 12px; }
header p { margin: 0; color: var(--quiet); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin-top: 16px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--quiet); font-size: 13px; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
td.wide { white-space: normal; overflow-wrap: anywhere; min-width: 180px; }
code { font: 13px/1.5 ui-monospace, monospace; }
a { color: var(--accent); }
button {
  font: inherit; padding: 6px 14px; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--line); background: var(--card); color: var(--text);
}
button:hover:not(:disabled) { border-color: var(--accent); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button:disabled { opacity: .6; cursor: progress; }
.state { font-weight: 600; }
.state.good { color: var(--good); }
.state.bad { color: var(--bad); }
.quiet { color: var(--quiet); }
.fault { display: grid; grid-template-columns: 1fr auto; gap: 4px 16px; padding: 12px 0; border-bottom: 1px solid var(--line); align-items: start; }
.fault:last-child { border-bottom: 0; padding-bottom: 0; }
.fault h3 { margin: 0; font-size: 15px; }
.fault p { margin: 0; color: var(--quiet); grid-column: 1; }
.fault button { grid-column: 2; grid-row: 1 / span 3; min-width: 88px; }
.fault.active { background: var(--badGround); margin-inline: -16px; padding-inline: 16px; }
#notice { padding: 10px 16px; border-radius: 8px; border: 1px solid var(--line); background: var(--card); margin: 16px 0 0; }
@media (max-width: 500px) { body { padding: 12px; } }
`;
