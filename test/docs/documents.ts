/** The documents of the repository, and what other files say of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';

/** What people write, where a document may be cited. */
const PLACES = ['nodes', 'test', 'locales', 'examples', 'docs', '.ci', 'build.ts', 'package.json'];
/** Made by others, or by the tests. */
const LEFT_OUT = new Set(['node_modules', 'screenshots', 'pictures', 'Every node']);

/** Paths from the repository's root, with `/` between folders. */
export const documents = [...namesIn('', false), ...namesIn('docs', true)].filter((file) => file.endsWith('.md'));

/** The documents, and every text file that may cite one. */
export function citingFiles(): string[] {
  const isFile = (place: string) => path.extname(place) !== '';
  const files = PLACES.flatMap((place) => (isFile(place) ? [place] : namesIn(place, true)));
  return [...new Set([...documents, ...files])];
}

export function textOf(file: string): string {
  return readFileSync(path.join(repository, file), 'utf8');
}

function namesIn(folder: string, deep: boolean): string[] {
  return readdirSync(path.join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (LEFT_OUT.has(entry.name)) return [];
    if (entry.isDirectory()) return deep ? namesIn(file, true) : [];
    return [file];
  });
}

/** The headings of a document, without the marks of Markdown. */
export function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
}

/** A link of a document to a file, or to a heading in one. */
export interface Link {
  /** The file's path in the repository. */
  target: string;
  /** Undefined where the link leads to the file as a whole. */
  anchor: string | undefined;
}

/** @param file the document, whose links are relative to its folder */
export function linksOf(file: string, markdown: string): Link[] {
  const links = markdown.matchAll(/\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]*))?\)/g);
  return [...links].map(([, target, anchor]) => ({
    target: target ? path.posix.join(path.posix.dirname(file), decodeURIComponent(target)) : file,
    anchor,
  }));
}

/** As GitHub makes it from a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * What is wrong with the documents that a text names: one that is not in the repository, a section that a document
 * does not have, a number of an issue, which nobody can look up here.
 * @param file where the text stands; a document beside it, or in `docs/`, may be named without its folder
 */
export function citationProblems(file: string, text: string): string[] {
  const flat = text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, ' ');
  const issues = [...flat.matchAll(/\bissues? #?\d+|\.\.\/shared\//gi)].map(([named]) => `${file}: ${named}`);
  const cited = [...flat.matchAll(/(?<![\w/.-])((?:[\w.-]+\/)*\w[\w-]*\.md)\b(?:, ([A-Z][\w /-]*))?/g)];
  return [...issues, ...cited.flatMap(([, document, section]) => problemOf(file, document!, section))];
}

function problemOf(file: string, document: string, section: string | undefined): string[] {
  const folders = ['', path.posix.dirname(file), 'docs'];
  const places = folders.map((folder) => path.posix.join(folder, document));
  const found = places.find((place) => existsSync(path.join(repository, place)));
  if (!found) return [`${file}: there is no ${document}`];
  const isFact = file.startsWith('nodes/') && found.startsWith('docs/');
  if (section === undefined) return isFact ? [`${file}: ${document} without a section`] : [];
  const isHeading = headingsOf(textOf(found)).some((heading) => `${section} `.startsWith(`${heading} `));
  return isHeading ? [] : [`${file}: ${document} has no section "${section}"`];
}
