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
import clsx from 'clsx';
import { type ReactNode, useId } from 'react';
import { ToneIcon } from '../../tones/ToneIcon';
import type { Sign } from '../../tones/sign';
import { hairline, type Tone, tonesOf } from '../../tones/tones';

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    const frame = (tone: Tone) => ({ borderColor: tones[tone].line });
    return {
      root: {
        border: '1px solid',
        borderTopWidth: 4,
        borderRadius: 8,
        backgroundColor: theme.palette.background.paper,
        display: 'flex',
        flexDirection: 'column',
        // The frame is as high as its place lets it be; only the body scrolls,
        // so that what there is to do stays in sight.
        maxHeight: 'inherit',
        fontSize: 14,
        lineHeight: '21px',
        overflowWrap: 'anywhere',
        '& p': { margin: 0 },
      },
      body: {
        display: 'grid',
        gap: 10,
        gridTemplateColumns: 'minmax(0, 1fr)',
        alignContent: 'start',
        minHeight: 0,
        overflow: 'auto',
        padding: '0 16px 12px',
      },
      actions: {
        flex: 'none',
        display: 'grid',
        gap: 8,
        gridTemplateColumns: 'minmax(0, 1fr)',
        padding: '10px 16px 12px',
        borderTop: `1px solid ${hairline(theme)}`,
      },
      title: {
        display: 'flex',
        gap: 10,
        alignItems: 'flex-start',
        flex: 'none',
        margin: 0,
        padding: '12px 16px 8px',
        fontSize: 17,
        lineHeight: '24px',
        fontWeight: 600,
      },
      icon: { fontSize: 22, marginTop: 1, flex: 'none' },
      critical: frame('critical'),
      warning: frame('warning'),
      ok: frame('ok'),
      active: frame('active'),
      neutral: frame('neutral'),
    };
  },
  { name: 'TokPulseOpsNextFrame' },
);

export interface NextFrameProps {
  readonly sign: Pick<Sign, 'tone' | 'icon'>;
  readonly title: string;
  /** What there is to do; always in sight. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** The frame around what happens next. */
export const NextFrame = (props: NextFrameProps) => {
  const { sign, title, actions, children } = props;
  const classes = useStyles();
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={clsx(classes.root, classes[sign.tone])}
    >
      <h2
        id={id}
        className={classes.title}
        // The key n leads here, and Tab goes on to what there is to do.
        tabIndex={-1}
        aria-keyshortcuts="n"
      >
        <ToneIcon icon={sign.icon} tone={sign.tone} className={classes.icon} />
        {title}
      </h2>
      {children !== undefined && <div className={classes.body}>{children}</div>}
      {actions !== undefined && (
        <div className={classes.actions}>{actions}</div>
      )}
    </section>
  );
};
