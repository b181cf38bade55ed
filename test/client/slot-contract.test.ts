import { Slots } from '../../nodes/client/slots/slots';
import { keepsTheContractOfSlots } from '../contracts/slot-store';
import { TestBed } from './settings-for';
import { SlotServer, SocketSlots } from './socket-slots';

describe('a store of slots', () => {
  describe('of one process', () => {
    keepsTheContractOfSlots(async (count) => {
      const slots = new Slots();
      return { stores: Array.from({ length: count }, () => slots) };
    });
  });

  describe('behind a socket', () => {
    const bed = new TestBed();
    afterEach(() => bed.close());

    keepsTheContractOfSlots(
      async (count) => {
        const server = bed.closes(new SlotServer());
        const port = await server.listen();
        const stores = Array.from({ length: count }, () => bed.closes(new SocketSlots(port)));
        return { stores, kill: (store) => (store as SocketSlots).close() };
      },
      ['kill'],
    );
  });
});
