import { basename, dirname } from 'node:path';

/** Where the built program lies; code that several entries share is one level below, in `chunks`. */
export const programDirectory = basename(__dirname) === 'chunks' ? dirname(__dirname) : __dirname;
