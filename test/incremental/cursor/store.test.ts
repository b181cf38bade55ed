import { keepsTheContractOfCursors } from '../../contracts/cursor-store';
import { storeIn, temporaryFolder } from './cursor-samples';
import { MemoryStore } from './memory-store';

describe('a store of cursors', () => {
  describe('in files', () => {
    keepsTheContractOfCursors(async () => {
      const folder = temporaryFolder();
      return { stores: [storeIn(folder), storeIn(folder)] };
    });
  });

  describe('that is handed in', () => {
    keepsTheContractOfCursors(async () => {
      const one = new MemoryStore();
      return { stores: [one, new MemoryStore(one.kept)] };
    });
  });
});
