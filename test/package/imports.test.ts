import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../package-files';
import {
  arrowsNotUsed,
  arrowsThatLeadUp,
  circlesOf,
  type DrawnFolder,
  foldersOfOneSide,
  importsNotDrawn,
  reachedFrom,
  readDrawing,
} from './folder-drawing';
import { type Import, readImports } from './import-graph';

describe('what the folders of nodes/ import', () => {
  let files: string[];
  let imports: Import[];
  let drawing: DrawnFolder[];
  before(function () {
    this.timeout(60_000);
    ({ files, imports } = readImports());
    drawing = readDrawing(readFileSync(path.join(repository, 'CONTRIBUTING.md'), 'utf8'));
  });

  it('is drawn in CONTRIBUTING.md for each of them', () => {
    assert.deepEqual(foldersOfOneSide(drawing, files), []);
  });

  it('is all that is drawn', () => {
    assert.deepEqual(arrowsNotUsed(drawing, imports), []);
  });

  it('is nothing that is not drawn', () => {
    assert.deepEqual(importsNotDrawn(drawing, imports), []);
  });

  it('leads down the drawing, so that there is no circle', () => {
    assert.deepEqual(arrowsThatLeadUp(drawing), []);
  });

  it('has no circle of files either', () => {
    assert.deepEqual(circlesOf(imports), []);
  });

  it('runs in a browser where the dialogs stand on it', () => {
    const browser = reachedFrom('editor', drawing);
    assert.ok(browser.length > 2);
    const bound = browser.filter(({ others }) =>
      others.some((module) => ['node', 'node-red', 'express'].includes(module)),
    );
    assert.deepEqual(bound, []);
  });

  it('is of Node-RED only where the drawing may say so', () => {
    const knowing = drawing.filter(({ others }) => others.includes('node-red')).map(({ name }) => name.split('/')[0]);
    assert.deepEqual([...new Set(knowing)].sort(), ['runtime', 'sets']);
  });
});

describe('the check of imports', () => {
  const drawing = readDrawing(
    [
      'Before',
      '',
      '```',
      'shop  -> store, tools (node-red)',
      'store -> tools (node)',
      'tools ->',
      '```',
      'behind',
    ].join('\n'),
  );
  const sound: Import[] = [
    { from: 'shop/till.ts', file: 'store/shelf.ts' },
    { from: 'shop/till.ts', file: 'tools/lamp.ts' },
    { from: 'shop/till.ts', file: 'shop/clerk.ts' },
    { from: 'shop/till.ts', file: 'errors.ts' },
    { from: 'shop/till.ts', module: 'node-red' },
    { from: 'store/shelf.ts', file: 'tools/lamp.ts' },
    { from: 'store/shelf.ts', module: 'node:fs/promises' },
  ];

  it('is content with what is drawn', () => {
    assert.deepEqual(importsNotDrawn(drawing, sound), []);
    assert.deepEqual(arrowsNotUsed(drawing, sound), []);
    assert.deepEqual(arrowsThatLeadUp(drawing), []);
  });

  const strays: [what: string, stray: Import, said: string][] = [
    ['a folder further up', { from: 'tools/lamp.ts', file: 'shop/till.ts' }, 'tools/lamp.ts imports shop/till.ts'],
    [
      'a room that is not drawn',
      { from: 'shop/till.ts', file: 'store/cellar/box.ts' },
      'shop/till.ts imports store/cellar/box.ts',
    ],
    ['a module of Node.js', { from: 'tools/lamp.ts', module: 'node:net' }, 'tools/lamp.ts imports node:net'],
    ['Node-RED', { from: 'store/shelf.ts', module: 'node-red' }, 'store/shelf.ts imports node-red'],
    ['a package of another folder', { from: 'shop/till.ts', module: '@a/b/c' }, 'shop/till.ts imports @a/b/c'],
    [
      'a folder, from a file beside them',
      { from: 'errors.ts', file: 'tools/lamp.ts' },
      'errors.ts imports tools/lamp.ts',
    ],
    [
      'a file of the tests',
      { from: 'shop/till.ts', file: '../test/suite.ts' },
      'shop/till.ts imports ../test/suite.ts',
    ],
  ];
  for (const [what, stray, said] of strays) {
    it(`tells of ${what}`, () => assert.deepEqual(importsNotDrawn(drawing, [...sound, stray]), [said]));
  }

  it('lets a folder and the rooms in it import each other', () => {
    const inside: Import[] = [
      { from: 'shop/till.ts', file: 'shop/office/desk.ts' },
      { from: 'shop/office/desk.ts', file: 'shop/clerk.ts' },
    ];
    assert.deepEqual(importsNotDrawn(drawing, inside), []);
  });

  it('tells of an arrow that nobody uses', () => {
    assert.deepEqual(arrowsNotUsed(drawing, sound.slice(1)), ['shop -> store']);
    assert.deepEqual(arrowsNotUsed(drawing, sound.slice(0, -1)), ['store -> (node)']);
  });

  it('tells of a folder that is not drawn, and of one that is not there', () => {
    const files = ['shop/till.ts', 'store/shelf.ts', 'shop/office/desk.ts', 'errors.ts'];
    assert.deepEqual(foldersOfOneSide(drawing, files), ['shop/office is not drawn', 'tools is drawn and not there']);
  });

  it('tells of an arrow that leads up', () => {
    assert.deepEqual(arrowsThatLeadUp([...drawing].reverse()), ['store -> tools', 'shop -> store', 'shop -> tools']);
  });

  it('names the files of a circle', () => {
    const back: Import[] = [
      { from: 'tools/lamp.ts', file: 'shop/clerk.ts' },
      { from: 'shop/clerk.ts', file: 'store/shelf.ts' },
    ];
    assert.deepEqual(circlesOf(sound), []);
    assert.deepEqual(circlesOf([...sound, ...back]), [
      'store/shelf.ts -> tools/lamp.ts -> shop/clerk.ts -> store/shelf.ts',
    ]);
  });

  it('refuses a drawing that it cannot read', () => {
    assert.throws(() => readDrawing('none at all'), /0 blocks/);
    assert.throws(() => readDrawing('```\nshop -> store; tools\n```'), /cannot be read: shop -> store; tools/);
  });
});
