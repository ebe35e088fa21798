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

import { makeStyles } from '@material-ui/core/styles';
import { type ReactNode, useId, useState } from 'react';
import { DisclosureButton } from './DisclosureButton';

const useStyles = makeStyles(
  {
    buttons: { display: 'flex', flexWrap: 'wrap', gap: '0 12px' },
    content: { marginTop: 4 },
  },
  { name: 'TokPulseOpsDisclosures' },
);

/** Something that is shown on demand; made only then. */
export interface DisclosureItem {
  readonly label: string;
  readonly content: () => ReactNode;
}

export interface DisclosuresProps {
  readonly items: readonly DisclosureItem[];
  /** More buttons in the same row. */
  readonly children?: ReactNode;
}

/** Several things to show on demand, with their buttons in one row. */
export const Disclosures = ({ items, children }: DisclosuresProps) => {
  const classes = useStyles();
  const id = useId();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (label: string) => {
    const next = new Set(open);
    if (!next.delete(label)) {
      next.add(label);
    }
    setOpen(next);
  };
  return (
    <div>
      <div className={classes.buttons}>
        {items.map(({ label }, index) => (
          <DisclosureButton
            key={label}
            label={label}
            open={open.has(label)}
            controls={`${id}-${index}`}
            onClick={() => toggle(label)}
          />
        ))}
        {children}
      </div>
      {items.map(({ label, content }, index) => (
        <div
          key={label}
          id={`${id}-${index}`}
          hidden={!open.has(label)}
          className={classes.content}
        >
          {open.has(label) && content()}
        </div>
      ))}
    </div>
  );
};
