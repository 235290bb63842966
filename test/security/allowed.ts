/** Findings of electronegativity that are none, each with its reason. Anything else fails. */
import type { Allowed } from './findings.ts';

const OPEN = 'app/hosts/electron/open-window.ts';
const PRINT = 'app/hosts/electron/print.ts';

/** The scanner looks for literals at `new BrowserWindow`; ours are made in window-options.ts. */
const BY_OPTIONS =
  'set in window-options.ts, for every window; window-options.test.ts asserts the objects';

export const ALLOWED: readonly Allowed[] = [
  {
    id: 'CSP_GLOBAL_CHECK',
    file: 'N/A',
    why: 'the policy comes as a header (window/assets.ts); serve.test.ts parses it',
  },
  { id: 'CONTEXT_ISOLATION_JS_CHECK', file: OPEN, why: BY_OPTIONS },
  { id: 'CONTEXT_ISOLATION_JS_CHECK', file: PRINT, why: BY_OPTIONS },
  { id: 'SANDBOX_JS_CHECK', file: OPEN, why: BY_OPTIONS },
  { id: 'SANDBOX_JS_CHECK', file: PRINT, why: BY_OPTIONS },
  {
    id: 'AUXCLICK_JS_CHECK',
    file: OPEN,
    why: 'a middle click opens a window, and no window may be opened (seal-contents.ts)',
  },
  { id: 'AUXCLICK_JS_CHECK', file: PRINT, why: 'nobody sees that window, let alone clicks in it' },
  {
    id: 'PRELOAD_JS_CHECK',
    file: OPEN,
    why: 'asks for a review of the preload: preload.test.ts asserts all that it exposes',
  },
  {
    id: 'CUSTOM_ARGUMENTS_JS_CHECK',
    file: 'app/hosts/electron/arguments.ts',
    why: 'the switch takes the network away from Chromium',
  },
  {
    id: 'CERTIFICATE_ERROR_EVENT_JS_CHECK',
    file: 'app/hosts/electron/seal-contents.ts',
    why: 'it refuses every certificate (sealing.test.ts)',
  },
  {
    id: 'CERTIFICATE_VERIFY_PROC_JS_CHECK',
    file: 'app/hosts/electron/seal-session.ts',
    why: 'it refuses every certificate (sealing.test.ts)',
  },
];
