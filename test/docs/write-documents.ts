/** `npm run docs`: writes the generated sections of the documents. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedDocuments, withSections } from './generated-sections';

for (const document of generatedDocuments) {
  const file = path.join(__dirname, '..', '..', document);
  writeFileSync(file, withSections(document, readFileSync(file, 'utf8')));
}
