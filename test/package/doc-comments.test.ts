import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';

const EXPORTED = /^export (?:default )?(?:abstract )?(?:async )?(class|function\*?|interface) (\w+)/;

/**
 * What a source file exports without a word on what it is: classes and functions with no doc comment above, unless the
 * comment at the head of the file is about the only one there is; interfaces with none above and none on a field.
 */
function unexplained(source: string): string[] {
  const lines = source.split('\n');
  const found = lines.flatMap((line, at) => {
    const [, kind, name] = EXPORTED.exec(line) ?? [];
    return kind && name ? [{ kind, name, at }] : [];
  });
  const working = found.filter(({ kind }) => kind !== 'interface');
  const isOfTheFile = (name: string) =>
    lines[0]!.startsWith('/**') && working.length === 1 && working[0]!.name === name;
  return found
    .filter(({ at }) => !lines[at - 1]?.trimEnd().endsWith('*/'))
    .filter(({ kind, name, at }) => (kind === 'interface' ? !hasWords(lines, at) : !isOfTheFile(name)))
    .map(({ name }) => name);
}

/** Whether a doc comment stands between the braces that begin in a line. */
function hasWords(lines: readonly string[], at: number): boolean {
  const end = lines.indexOf('}', at);
  return lines.slice(at, end).some((line) => line.includes('/**'));
}

describe('what a source file exports', () => {
  const nodes = path.join(repository, 'nodes');
  const files = readdirSync(nodes, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

  it('says what it is', () => {
    assert.ok(files.length > 200);
    const silent = files.flatMap((file) =>
      unexplained(readFileSync(path.join(nodes, file), 'utf8')).map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(silent, []);
  });

  it('is told apart from what does not', () => {
    const silent = [
      'const a = 1;\n\nexport class A {}',
      '/** Two. */\nexport const a = 1;\n\nexport function b() {}\n\nexport async function c() {}',
      '/** One. */\n\nexport interface A {\n  b: string;\n}\n\n/** Another. */\nexport interface B {}',
    ];
    assert.deepEqual(silent.flatMap(unexplained), ['A', 'b', 'c', 'A']);
    const explained = [
      '/** What the file is. */\nconst a = 1;\n\nexport class A {}',
      'const a = 1;\n/** The one. */\nexport function* a() {}',
      'export interface A {\n  /** In seconds. */\n  b: number;\n}',
    ];
    assert.deepEqual(explained.flatMap(unexplained), []);
  });
});
