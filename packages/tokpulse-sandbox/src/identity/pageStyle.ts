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

/** The style of the sign-in pages; colours follow the system's light or dark. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f3f5f7, #14171c);
  --card: light-dark(#ffffff, #1d2128);
  --line: light-dark(#d5dae1, #3a414c);
  --edge: light-dark(#7c8796, #7a8594);
  --text: light-dark(#1b1f26, #e6e9ee);
  --quiet: light-dark(#566070, #a3adba);
  --accent: light-dark(#0b6e62, #7df3e1);
  --onAccent: light-dark(#ffffff, #10201e);
  --chosen: light-dark(#e6f5f3, #1b3330);
  --bad: light-dark(#a3211a, #ffb4ad);
  --badGround: light-dark(#fdecea, #3a2022);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 16px; min-height: 100vh; display: grid; align-content: center; justify-items: center;
  background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif;
}
main {
  width: 100%; max-width: 420px; padding: 20px;
  background: var(--card); border: 1px solid var(--line); border-radius: 12px;
}
header { display: flex; gap: 12px; align-items: center; margin-bottom: 8px; }
.mark { width: 32px; height: 32px; color: var(--accent); flex: none; }
h1 { font-size: 20px; line-height: 1.3; margin: 0; }
.lead { margin: 0 0 14px; color: var(--quiet); }
.quiet { color: var(--quiet); font-size: 13px; }
.problem { margin: 0 0 14px; padding: 8px 12px; border-radius: 8px; color: var(--bad); background: var(--badGround); font-weight: 600; }
code { font: 13px/1.4 ui-monospace, monospace; }
fieldset { border: 0; margin: 0 0 12px; padding: 0; display: grid; gap: 6px; }
legend, .field { font-weight: 600; font-size: 13px; padding: 0; margin: 0 0 6px; display: block; }
.choice {
  display: flex; gap: 10px; align-items: center; padding: 7px 12px; cursor: pointer;
  border: 1px solid var(--line); border-radius: 8px;
}
.choice:hover { border-color: var(--accent); }
.choice:has(:checked) { border-color: var(--accent); background: var(--chosen); }
.choice:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
.choice input { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; flex: none; outline: none; }
.who { display: block; }
.name { display: block; font-weight: 600; }
.name code { font-weight: 400; color: var(--quiet); }
.users { margin: 0; padding: 0; list-style: none; display: grid; gap: 10px; }
input[type=password] {
  width: 100%; font: inherit; padding: 8px 12px; border-radius: 8px;
  border: 1px solid var(--edge); background: var(--card); color: var(--text);
}
input[type=password]:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#hint { margin: 6px 0 0; }
.buttons { display: flex; gap: 8px; margin-top: 14px; }
button {
  font: inherit; font-weight: 600; padding: 9px 16px; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--edge); background: transparent; color: var(--text);
}
button.main { flex: 1; border-color: var(--accent); background: var(--accent); color: var(--onAccent); }
button:hover { filter: brightness(.94); }
@media (max-width: 420px) { body { padding: 8px; } main { padding: 16px; } }
`;
