import assert from 'node:assert/strict';
import manifest from '../../package.json';
import { setNames, typesOf } from '../package/set-pages';
import { isTrouble, type NodeRedProcess } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';

interface LoadedSet {
  module: string;
  name: string;
  types: string[];
  enabled: boolean;
  err?: unknown;
}

describe('a Node-RED that the package was installed into', () => {
  let nodeRed: NodeRedProcess;
  before(async () => {
    nodeRed = await startScratchNodeRed();
  });
  after(() => nodeRed?.stop());

  const ask = async (address: string, accept = 'application/json') => {
    const answer = await fetch(new URL(address, nodeRed.url), { headers: { accept } });
    assert.equal(answer.status, 200, address);
    return answer;
  };
  const ownSets = async () => {
    const all = (await (await ask('nodes')).json()) as LoadedSet[];
    return all.filter(({ module }) => module === manifest.name);
  };
  it('says nothing in its log but that it started', () => {
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });

  it('has every node set, with every type of its page', async () => {
    const sets = await ownSets();
    assert.deepEqual(sets.map(({ name }) => name).sort(), [...setNames].sort());
    for (const { name, types, enabled, err } of sets) {
      assert.deepEqual({ enabled, err }, { enabled: true, err: undefined }, name);
      const onPage = typesOf(name).map(({ type }) => type);
      assert.deepEqual([...types].sort(), onPage.sort(), name);
    }
  });

  it('serves every icon that a node asks for', async () => {
    const icons = (await (await ask('icons')).json()) as Record<string, string[]>;
    const wanted = setNames.flatMap(typesOf).flatMap(({ definition }) => definition.icon ?? []);
    for (const icon of new Set(wanted)) {
      assert.ok(icons[manifest.name]?.includes(icon), icon);
      assert.match(await (await ask(`icons/${manifest.name}/${icon}`, 'image/svg+xml')).text(), /<svg/);
    }
  });

  it('serves the script of the dialogs', async () => {
    const answer = await ask(`resources/${manifest.name}/editor.js`, '*/*');
    assert.match(answer.headers.get('content-type') ?? '', /javascript/);
  });

  it('serves the words of every set in every language', async () => {
    for (const set of setNames) {
      const words = (await (await ask(`locales/${manifest.name}/${set}?lng=en-US`)).json()) as object;
      assert.notDeepEqual(words, {}, set);
    }
  });
});
