/** What the tests of one `describe` share: the emulator, and the flow on it, which each test opens for itself. */
import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator';
import { type FlowNode, type FlowOptions, type OpenFlow, openFlow } from './node-red';

export class FlowFixture {
  #emulator: Emulator | undefined;
  #flow: OpenFlow | undefined;

  /** Must be called inside a `describe`. The dials that tests set are put back behind each of them. */
  constructor(options?: EmulatorOptions) {
    before(async () => {
      this.#emulator = await startEmulator(options);
    });
    after(() => this.emulator.close());
    afterEach(async () => {
      await this.#flow?.close();
      this.#flow = undefined;
      this.emulator.dials.reset();
      this.emulator.requests.clear();
    });
  }

  get emulator(): Emulator {
    return this.#emulator!;
  }

  /**
   * Opens a flow; the one the test opened before is closed.
   * @param emulator the service the connection asks, where it is another
   */
  async open(nodes: FlowNode[], options?: FlowOptions, emulator = this.emulator): Promise<OpenFlow> {
    await this.#flow?.close();
    this.#flow = await openFlow(emulator, nodes, options);
    return this.#flow;
  }
}
