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

import type { RequestHandler } from 'express';
import { withStatus } from './errorBodies';

/**
 * Only JSON gets in: a form or a plain text that another site can post without
 * a preflight request never reaches a handler.
 */
export const requireJson: RequestHandler = (req, _res, next) => {
  if (req.method === 'POST' && !req.is('application/json')) {
    next(
      withStatus({
        name: 'UnsupportedMediaTypeError',
        message: 'The body must be application/json',
        status: 415,
        code: 'unsupported-media-type',
        nextStep: 'Send JSON with the header content-type: application/json',
      }),
    );
    return;
  }
  next();
};
