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

// @ts-check
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * One hash over the content of files and folders.
 *
 * @param {readonly string[]} paths missing ones count as empty
 * @param {readonly string[]} [facts] anything else the result depends on
 */
export function contentHash(paths, facts = []) {
  const hash = createHash('sha256');
  for (const fact of facts) {
    hash.update(`${fact}\0`);
  }
  /** @param {string} file */
  const add = file => {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of fs.readdirSync(file).sort()) {
        if (name !== 'node_modules') {
          add(path.join(file, name));
        }
      }
    } else if (stat?.isFile()) {
      hash.update(`${file}\0${stat.size}\0`).update(fs.readFileSync(file));
    }
  };
  paths.forEach(add);
  return hash.digest('hex');
}

/**
 * @param {string} stampFile
 * @param {string} value
 */
export function isStamped(stampFile, value) {
  return (
    fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === value
  );
}

/**
 * @param {string} stampFile
 * @param {string} value
 */
export function stamp(stampFile, value) {
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, value);
}
