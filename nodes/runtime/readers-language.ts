/**
 * Sentences for a person at a browser: in the language of the page they look at, whatever that of the server. Node-RED's
 * own translator has a language only after a page of it was loaded since the start, so its files are read here.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { type Templates, type Translate, translateBy, translator } from './translate';

/** Beside the runtime in `dist/`, where the build puts it. */
const FOLDER = path.join(__dirname, 'locales');

/** It has every text of the answers to a browser. */
const SET = 'connection';

/** Where a page's language has no texts of ours, its dialogs are in this one. */
const ENGLISH = 'en-US';

export class ReadersLanguages {
  readonly #catalogs = new Map<string, Promise<Templates>>();
  #known: Promise<string[]> | undefined;

  /** @param wanted languages of the reader, the best first; `*`, or none: that of the server */
  async translator(RED: NodeAPI, wanted: readonly string[]): Promise<Translate> {
    const language = wanted.includes('*') || wanted.length === 0 ? undefined : await this.#languageFor(wanted);
    if (language === undefined) return translator(RED);
    // Without its file all is said in English.
    const catalog = this.#catalogs.get(language) ?? readCatalog(language).catch((): Templates => () => undefined);
    this.#catalogs.set(language, catalog);
    return translateBy(await catalog);
  }

  /** As the editor looks for its texts: those of the language, else those of it without a country. */
  async #languageFor(wanted: readonly string[]): Promise<string | undefined> {
    this.#known ??= readdir(FOLDER).catch(() => []);
    const known = await this.#known;
    const find = (tag: string) => known.find((each) => each.toLowerCase() === tag.toLowerCase());
    const [best] = wanted.flatMap((tag) => find(tag) ?? find(tag.split('-')[0]!) ?? []);
    return best ?? find(ENGLISH);
  }
}

async function readCatalog(language: string): Promise<Templates> {
  const texts: unknown = JSON.parse(await readFile(path.join(FOLDER, language, `${SET}.json`), 'utf8'));
  // A text of another set's is asked for by the name of that set.
  return (key) => textAt(texts, key.slice(key.indexOf(':') + 1).split('.'));
}

function textAt(texts: unknown, names: readonly string[]): string | undefined {
  const found = names.reduce<unknown>(
    (group, name) =>
      typeof group === 'object' && group !== null ? (group as Record<string, unknown>)[name] : undefined,
    texts,
  );
  return typeof found === 'string' ? found : undefined;
}
