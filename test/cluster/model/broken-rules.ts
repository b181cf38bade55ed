/** Rules that are not kept, put in place of the code that keeps them: each must be noticed. */
import type { SlotEngine } from '../../../cluster/nodes/store/engine';
import type { ModelEngine } from './model-engine';
import type { Terms } from './model-member';

export type BrokenRule = (engine: ModelEngine, terms: Terms) => void;

export const BROKEN_RULES: Readonly<Record<string, BrokenRule>> = {
  'new tokens may be used at once': (engine) => {
    changeSlots(engine, (slots) => ({ seed: (count) => slots.seed(count, 0) }));
  },
  'a request is not aborted before the lease is over': (_engine, terms) => {
    terms.abortsWhatIsLost = false;
  },
  'what is not renewed is taken for renewed': (engine) => {
    changeSlots(engine, (slots) => ({ look: async (...asked) => ({ ...(await slots.look(...asked)), held: true }) }));
  },
  'nothing is freed that was left behind': (engine) => {
    changeSlots(engine, () => ({ recover: async () => {} }));
  },
  'tokens are put in once': (engine) => {
    let count = 0;
    changeSlots(engine, (slots) => ({
      seed: async (...asked) => void (count++ === 0 && (await slots.seed(...asked))),
    }));
  },
  'the wait that the service asks for is one of each instance': (engine) => {
    changeSlots(engine, () => ({ refuse: async () => {} }));
  },
  'windows are known before they are in the queue': (engine) => {
    const work = engine.work.bind(engine);
    engine.work = (job) => {
      const made = work(job);
      return {
        ...made,
        add: async (life, windows) => {
          await made.know(
            life,
            windows.map(({ id }) => id),
          );
          await made.add(life, windows);
        },
      };
    };
  },
  'windows that were left behind stay there': (engine) => {
    const work = engine.work.bind(engine);
    engine.work = (job) => ({ ...work(job), recover: async () => {} });
  },
  'the planner believes that the engine keeps all': (_engine, terms) => {
    terms.plansAgain = false;
  },
  'the late writer of a cursor wins': ({ cursors }) => {
    const { replace } = cursors;
    cursors.replace = async (name, value) => replace(name, value, (await cursors.read(name))?.version);
  },
  'a cursor that was not renewed is taken for renewed': ({ cursors }) => {
    cursors.renew = async () => true;
  },
};

function changeSlots(engine: ModelEngine, change: (slots: SlotEngine) => Partial<SlotEngine>): void {
  const slots = engine.slots.bind(engine);
  engine.slots = (key) => {
    const made = slots(key);
    return { ...made, ...change(made) };
  };
}
