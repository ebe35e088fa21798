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

export interface Config {
  app?: {
    /** What the sign-in page offers. */
    signIn?: {
      /**
       * Whether one may enter without an account. The backend lets guests in
       * during development only, so this is off by default.
       *
       * @visibility frontend
       */
      guest?: boolean;
      /** How the page speaks of the accounts of `auth.providers.oidc`. */
      account?: {
        /**
         * The words on the button. Default "Sign in".
         *
         * @visibility frontend
         */
        title?: string;
        /**
         * The words below the button.
         *
         * @visibility frontend
         */
        message?: string;
      };
    };
  };
}
