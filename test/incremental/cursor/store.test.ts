import { storeIn, temporaryFolder } from './cursor-samples';
import { MemoryStore } from './memory-store';
import { keepsTheContract } from './store-contract';

describe('a store of cursors', () => {
  describe('in files', () => {
    keepsTheContract(() => {
      const folder = temporaryFolder();
      return [storeIn(folder), storeIn(folder)];
    });
  });

  describe('that is handed in', () => {
    keepsTheContract(() => {
      const one = new MemoryStore();
      return [one, new MemoryStore(one.kept)];
    });
  });
});
