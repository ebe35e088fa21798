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

import Button from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { PulseMark } from '../nav/PulseMark';

const useStyles = makeStyles(theme => ({
  page: {
    minHeight: '100vh',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    padding: theme.spacing(2),
    backgroundColor: theme.palette.background.default,
  },
  card: {
    width: '100%',
    maxWidth: 420,
    padding: theme.spacing(4),
    borderRadius: 12,
    border: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.paper,
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(3) },
  },
  mark: {
    display: 'inline-flex',
    padding: 8,
    borderRadius: 12,
    backgroundColor: '#171717',
  },
  title: { fontSize: 24, fontWeight: 700, margin: theme.spacing(2, 0, 0.5) },
  lead: {
    color: theme.palette.text.secondary,
    marginBottom: theme.spacing(3),
  },
  problem: {
    ...theme.typography.body2,
    margin: theme.spacing(0, 0, 3),
    padding: theme.spacing(1.5, 2),
    borderRadius: 8,
    border: `1px solid ${theme.palette.error.main}`,
    color: theme.palette.text.primary,
    overflowWrap: 'anywhere',
  },
  button: { textTransform: 'none', fontSize: 16, padding: '10px 16px' },
  hint: {
    ...theme.typography.body2,
    color: theme.palette.text.secondary,
    margin: theme.spacing(1, 0, 0),
  },
  or: {
    ...theme.typography.body2,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    margin: theme.spacing(2.5, 0),
    color: theme.palette.text.secondary,
    '&::before, &::after': {
      content: '""',
      flex: 1,
      borderTop: `1px solid ${theme.palette.divider}`,
    },
  },
  waiting: { marginRight: theme.spacing(1.5) },
}));

export interface SignInCardProps {
  /** What one signs in to. */
  readonly title: string;
  /** The words on the button for an account, and below it. */
  readonly account: { readonly title: string; readonly message: string };
  /** Whether the identity provider's window is open. */
  readonly waiting: boolean;
  /** Why the last attempt failed. */
  readonly problem?: string;
  readonly onAccount: () => void;
  /** Not there where guests are not let in. */
  readonly onGuest?: () => void;
}

/** Asks how one wants to come in. */
export const SignInCard = (props: SignInCardProps) => {
  const { title, account, waiting, problem, onAccount, onGuest } = props;
  const classes = useStyles();
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <span className={classes.mark}>
          <PulseMark size={32} />
        </span>
        <Typography component="h1" className={classes.title}>
          Sign in to {title}
        </Typography>
        <Typography className={classes.lead}>
          Runbooks that show first what they will do.
        </Typography>
        {problem !== undefined && (
          <p className={classes.problem} role="alert">
            {problem}
          </p>
        )}
        <Button
          className={classes.button}
          variant="contained"
          color="primary"
          size="large"
          fullWidth
          disableElevation
          disabled={waiting}
          onClick={onAccount}
        >
          {waiting && (
            <CircularProgress
              className={classes.waiting}
              color="inherit"
              size={18}
              aria-hidden
            />
          )}
          {waiting ? 'Go on in the other window' : account.title}
        </Button>
        <p className={classes.hint}>{account.message}</p>
        {onGuest && (
          <>
            <div className={classes.or}>or</div>
            <Button
              className={classes.button}
              variant="outlined"
              size="large"
              fullWidth
              disabled={waiting}
              onClick={onGuest}
            >
              Enter as guest
            </Button>
            <p className={classes.hint}>A first look, without an account.</p>
          </>
        )}
      </div>
    </main>
  );
};
