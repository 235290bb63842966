#!/usr/bin/env node
/** Entry of the command line. */
import { begin } from '../begin.ts';

if (begin()) await import('./run.ts');
