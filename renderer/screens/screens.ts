/** The component of every screen. */
import type { Component } from 'svelte';
import type { Screen } from '../router.ts';
import { Screen as Accuracy } from './accuracy/index.ts';
import { Screen as Activity } from './activity/index.ts';
import { Screen as Audit } from './audit/index.ts';
import { Screen as Enrol } from './enrol/index.ts';
import { Screen as Kiosk } from './kiosk/index.ts';
import { Screen as People } from './people/index.ts';
import { Screen as Settings } from './settings/index.ts';
import { Screen as Verify } from './verify/index.ts';

export const SCREEN_COMPONENTS: Readonly<Record<Screen, Component>> = {
  verify: Verify,
  enrol: Enrol,
  people: People,
  audit: Audit,
  accuracy: Accuracy,
  activity: Activity,
  settings: Settings,
  kiosk: Kiosk,
};
