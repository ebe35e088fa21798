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

import { script } from './statusPageScript';
import { style } from './statusPageStyle';

/** The page itself; everything that changes is filled in by its script. */
export function statusPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>TokPulse sandbox</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header>
  <div>
    <h1>TokPulse sandbox</h1>
    <p id="since">Loading…</p>
  </div>
  <button id="reset" type="button">Reset everything</button>
</header>
<p id="notice" role="status" hidden></p>
<main>
  <section aria-labelledby="processes-title">
    <h2 id="processes-title">Processes</h2>
    <div class="scroll"><table>
      <thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col">Version</th><th scope="col">Process id</th><th scope="col">Address</th></tr></thead>
      <tbody id="processes"></tbody>
    </table></div>
  </section>
  <section aria-labelledby="faults-title">
    <h2 id="faults-title">Faults</h2>
    <div id="faults"></div>
  </section>
  <section aria-labelledby="ledger-title">
    <h2 id="ledger-title">What the providers did</h2>
    <div class="scroll"><table>
      <thead><tr><th scope="col">#</th><th scope="col">Time</th><th scope="col">Operation</th><th scope="col">Effect</th><th scope="col">Result</th><th scope="col">Reply</th><th scope="col">Target</th></tr></thead>
      <tbody id="ledger"></tbody>
    </table></div>
    <p id="no-ledger" class="quiet" hidden>Nothing yet.</p>
  </section>
</main>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}
