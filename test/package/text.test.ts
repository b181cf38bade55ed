import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';

/** Words that must not be in the repository, written so that this file does not hold them. */
const forbidden: [what: string, pattern: RegExp][] = [
  ['a mark of unfinished work', /\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/],
  ['a path of one machine', /(?<![\w./-])\/(wor[k]|tm[p]|roo[t]|hom[e]|User[s])\/\w/],
  ['a host of a package registry', /\b(registry\.(npmj[s]|yarnpk[g])|npm\.pkg\.githu[b]|deb\.debia[n])\b/],
  [
    'a mark that switches a check off',
    /(biome|eslint|prettier)-(ignor[e]|disabl[e])|@ts-(ignor[e]|nocheck|expect-error)/,
  ],
  ['a conflict left by git', /^(<{7}|>{7}) /m],
];

const generated = /^(dist|resources|coverage|\.playground|node_modules)\/|\.(tgz|log|map|tsbuildinfo)$/;

describe('the repository', () => {
  let files: string[];
  before(function () {
    if (!existsSync(path.join(repository, '.git'))) this.skip();
    const options = { cwd: repository, encoding: 'utf8' as const };
    const all = execFileSync('git', ['ls-files', '-z'], options).split('\0').filter(Boolean);
    // The bytes of a picture spell anything.
    files = all.filter((file) => !file.endsWith('.png'));
  });

  it('holds no generated file', () => {
    assert.deepEqual(
      files.filter((file) => generated.test(file)),
      [],
    );
  });

  for (const [what, pattern] of forbidden) {
    it(`holds no ${what.replace(/^an? /, '')}`, () => {
      const holding = files.filter((file) => existsSync(path.join(repository, file)) && pattern.test(textOf(file)));
      assert.deepEqual(holding, []);
    });
  }

  it('has no two source files of one name', () => {
    const named = files.filter((file) => /^nodes\/.*\.tsx?$/.test(file) && path.basename(file) !== 'index.ts');
    // A set and its catalogue file are two sides of one domain.
    const chapters = named.filter((file) => !file.startsWith('nodes/sets/'));
    assert.deepEqual(doubled(chapters.map((file) => [path.basename(file), file])), []);
  });

  it('exports no name from two source files', () => {
    // The catalogue's data files are written in a vocabulary of plain words (`date`, `locations`).
    const sources = files.filter((file) => /^nodes\/(?!catalogue\/).*\.ts$/.test(file));
    const names = sources.flatMap((file) => exportedNames(textOf(file)).map((name): [string, string] => [name, file]));
    assert.deepEqual(doubled(names), []);
  });
});

function textOf(file: string): string {
  return readFileSync(path.join(repository, file), 'utf8');
}

function exportedNames(source: string): string[] {
  const declarations = /^export (?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
  return [...new Set([...source.matchAll(declarations)].map((match) => match[1]!))];
}

function doubled(named: [name: string, file: string][]): string[] {
  const places = new Map<string, string[]>();
  for (const [name, file] of named) places.set(name, [...(places.get(name) ?? []), file]);
  return [...places].filter(([, where]) => where.length > 1).map(([name, where]) => `${name}: ${where.join(', ')}`);
}
