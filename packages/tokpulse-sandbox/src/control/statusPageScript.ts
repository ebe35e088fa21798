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

/** The script of the status page: reads the state and shows it, over and over. */
export const script = `
'use strict';
const byId = id => document.getElementById(id);
const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const cell = (content, properties = {}) => element('td', properties, content);
const code = text => element('code', {}, text);
const states = {
  running: ['good', '✓ running'],
  starting: ['', '… starting'],
  crashed: ['bad', '✗ crashed'],
  down: ['bad', '✗ down'],
};
const state = name => {
  const [tone, words] = states[name];
  return element('span', { className: 'state ' + tone }, words);
};

let busy = false;
const say = text => {
  byId('notice').textContent = text;
  byId('notice').hidden = text === '';
};
const act = async (method, path, words) => {
  busy = true;
  say(words + '…');
  document.querySelectorAll('button').forEach(each => { each.disabled = true; });
  try {
    const response = await fetch(path, { method });
    const body = await response.json();
    say(response.ok ? '' : words + ' failed: ' + body.error);
  } catch (error) {
    say(words + ' failed: ' + error.message);
  }
  busy = false;
  document.querySelectorAll('button').forEach(each => { each.disabled = false; });
  await refresh();
};

const showProcesses = status => {
  byId('processes').replaceChildren(
    ...status.processes.map(each => element('tr', {},
      cell(each.name), cell(state(each.state)), cell(each.version ?? '–'),
      cell(code(each.pid ?? '–')), cell(element('a', { href: each.url }, each.url)))),
    ...status.servers.map(each => element('tr', {},
      cell(each.name), cell(state(each.state)), cell('–'),
      cell(code(each.pid ?? '–')), cell(code('127.0.0.1:' + each.port)))),
    element('tr', {}, cell('Railway API'), cell(state('running')), cell('–'),
      cell(code(status.pid)), cell(code(status.railwayUrl))),
    element('tr', {}, cell('Identity provider'), cell(state('running')), cell('–'),
      cell(code(status.pid)),
      cell(element('a', { href: status.identityUrl }, status.identityUrl))));
};
const showFaults = status => {
  byId('faults').replaceChildren(...status.faults.map(fault => {
    const button = element('button', { type: 'button', disabled: busy },
      fault.active ? 'End it' : 'Induce');
    button.setAttribute('aria-label', (fault.active ? 'End ' : 'Induce ') + fault.title);
    button.dataset.fault = fault.name;
    button.addEventListener('click', () => act(fault.active ? 'DELETE' : 'POST',
      '/faults/' + fault.name, (fault.active ? 'Ending ' : 'Inducing ') + fault.name));
    return element('div', { className: 'fault' + (fault.active ? ' active' : '') },
      element('h3', {}, fault.title, ' ', code(fault.name),
        fault.active ? element('span', { className: 'state bad' }, ' ● active') : ''),
      element('p', {}, fault.description),
      element('p', {}, 'Cure: ' + fault.cure),
      button);
  }));
};
const reply = delivered => delivered === null ? 'pending' : delivered ? 'delivered' : 'lost';
const showLedger = status => {
  byId('no-ledger').hidden = status.ledger.length > 0;
  byId('ledger').replaceChildren(...status.ledger.map(entry => element('tr', {},
    cell(String(entry.seq)),
    cell(new Date(entry.at).toLocaleTimeString(), { title: entry.at }),
    cell(code(entry.operation)), cell(entry.effect), cell(entry.result),
    cell(reply(entry.delivered)),
    cell(code(entry.target.deploymentId ?? entry.target.serviceId ?? '–'), { className: 'wide' }))));
};

let shown = '';
const refresh = async () => {
  if (busy) return;
  try {
    const response = await fetch('/status');
    const text = await response.text();
    if (text === shown || busy) return;
    const focused = document.activeElement?.dataset?.fault;
    const status = JSON.parse(text);
    showProcesses(status);
    showFaults(status);
    showLedger(status);
    byId('since').textContent = 'Running since ' + new Date(status.startedAt).toLocaleString();
    if (focused) document.querySelector('[data-fault="' + focused + '"]')?.focus();
    shown = text;
  } catch {
    shown = '';
    byId('since').textContent = 'The sandbox does not answer.';
  }
};
byId('reset').addEventListener('click', () => act('POST', '/reset', 'Resetting'));
refresh();
setInterval(refresh, 1000);
`;
