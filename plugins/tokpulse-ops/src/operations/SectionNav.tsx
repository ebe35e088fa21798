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
import { Link, useLocation } from 'react-router-dom';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { type SectionId, sectionWords } from './sections';

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'sticky',
      top: 0,
      zIndex: 2,
      display: 'flex',
      gap: 2,
      overflowX: 'auto',
      scrollbarWidth: 'thin',
      padding: '4px 0',
      borderBottom: `1px solid ${hairline(theme)}`,
      backgroundColor: theme.palette.background.default,
    },
    link: {
      flex: 'none',
      display: 'inline-flex',
      alignItems: 'center',
      minHeight: 32,
      padding: '0 10px',
      borderRadius: 4,
      fontSize: 14,
      color: quietText(theme),
      textDecoration: 'none',
      '&:hover': { color: theme.palette.text.primary },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
    here: {
      fontWeight: 600,
      color: theme.palette.text.primary,
      boxShadow: `inset 0 -2px 0 ${theme.palette.primary.main}`,
      borderRadius: 0,
    },
  }),
  { name: 'TokPulseOpsSectionNav' },
);

export interface SectionNavProps {
  /** Title of the service, to tell the navigations of two apart. */
  readonly service: string;
  readonly sections: readonly SectionId[];
  readonly here: SectionId | undefined;
  /** Address of a section: what to put behind the `?`. */
  readonly search: (section: SectionId) => string;
  readonly onGo: (section: SectionId) => void;
}

/** The way to each part of a long page; links, so that they can be copied. */
export const SectionNav = (props: SectionNavProps) => {
  const { service, sections, here, search, onGo } = props;
  const classes = useStyles();
  const t = useText();
  const { pathname } = useLocation();
  return (
    <nav className={classes.root} aria-label={t('sections.nav', { service })}>
      {sections.map(section => (
        <Link
          key={section}
          to={{ pathname, search: search(section) }}
          replace
          aria-current={section === here ? 'location' : undefined}
          className={clsx(classes.link, section === here && classes.here)}
          // Also when it is in the address already, and nothing there changes.
          onClick={() => onGo(section)}
        >
          {t(sectionWords[section])}
        </Link>
      ))}
    </nav>
  );
};
