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

import { render, screen } from '@testing-library/react';
import App from './App';

const config = [
  {
    data: {
      app: {
        title: 'TokPulse Ops',
        baseUrl: 'http://localhost:7007',
        signIn: { guest: true },
      },
      backend: { baseUrl: 'http://localhost:7007' },
    },
    context: 'test',
  },
];

describe('App', () => {
  beforeEach(() => {
    // The bundler replaces this variable by the configuration itself, not by a
    // string, so the test must do the same.
    Object.defineProperty(process.env, 'APP_CONFIG', {
      value: config,
      configurable: true,
    });
  });

  it('asks who is there before it shows anything', async () => {
    render(App.createRoot());

    expect(
      await screen.findByText('Sign in to TokPulse Ops', undefined, {
        timeout: 20_000,
      }),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    expect(
      screen.getByRole('button', { name: 'Enter as guest' }),
    ).toBeEnabled();
  }, 30_000);
});
