/** `npm run docs`: writes the generated sections of the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withSections } from './readme-sections';

const file = path.join(__dirname, '..', '..', 'README.md');
writeFileSync(file, withSections(readFileSync(file, 'utf8')));
