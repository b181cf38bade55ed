/** An example, imported into a running Node-RED and used as a person does: press a button, look at the debug sidebar. */
import type { EditorSocket } from '../flows/editor-socket';
import type { FlowNode } from '../flows/node-red';
import type { ExampleFile } from './example-files';

/** How the nodes behind a button ended. */
export interface Pressed {
  /** Text and colour of the status that each node of ours ended with. */
  ends: Array<{ fill: string; text: string }>;
  /** Where the debug sidebar stood when the button was pressed. */
  from: number;
}

export class ImportedExample {
  private constructor(
    readonly file: ExampleFile,
    readonly editorUrl: string,
    readonly socket: EditorSocket,
  ) {}

  /**
   * Deploys this example and nothing else, as it is shipped but for addresses and credentials.
   * @param settled a node as it is to be deployed
   */
  static async deploy(
    file: ExampleFile,
    editorUrl: string,
    socket: EditorSocket,
    settled: (node: FlowNode) => FlowNode,
  ): Promise<ImportedExample> {
    const before = socket.events.length;
    const answer = await fetch(new URL('flows', editorUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2' },
      body: JSON.stringify({ flows: file.nodes.map(settled) }),
    });
    if (!answer.ok) throw new Error(`Node-RED refused the example: ${answer.status} ${await answer.text()}`);
    const { rev } = (await answer.json()) as { rev: string };
    // The answer comes before the flows run.
    await socket.first(({ topic, data }) => topic === 'notification/runtime-deploy' && data?.revision === rev, before);
    return new ImportedExample(file, editorUrl, socket);
  }

  get buttons(): FlowNode[] {
    return this.file.nodes.filter(({ type }) => type === 'inject');
  }

  /** The button with this label. */
  button(name: string): FlowNode {
    const found = this.buttons.find((button) => button.name === name);
    if (!found) throw new Error(`${this.file.name} has no button "${name}".`);
    return found;
  }

  /** Presses a button and waits until the first node of ours on each of its wires has ended its run. */
  async press(button: FlowNode): Promise<Pressed> {
    const from = await this.start(button);
    const ends = await Promise.all(this.#behind(button).map((node) => this.end(node, from)));
    return { ends, from };
  }

  /** Presses a button and does not wait. @returns where the debug sidebar stood */
  async start(button: FlowNode): Promise<number> {
    const from = this.socket.events.length;
    const answer = await fetch(new URL(`inject/${button.id}`, this.editorUrl), { method: 'POST' });
    if (!answer.ok) throw new Error(`The button ${button.id} was answered with ${answer.status}.`);
    return from;
  }

  /** The status with which a node's run ends: green, grey, red, or yellow where the columns have changed. */
  async end(node: FlowNode, from: number): Promise<{ fill: string; text: string }> {
    const isEnd = ({ fill, text }: { fill?: unknown; text?: unknown } = {}) =>
      ['green', 'grey', 'red'].includes(String(fill)) || (fill === 'yellow' && !String(text).startsWith('trying'));
    const { data } = await this.socket.first((event) => event.topic === `status/${node.id}` && isEnd(event.data), from);
    return { fill: String(data?.fill), text: String(data?.text) };
  }

  /**
   * Waits until its databases can be written to: the node for MariaDB refuses what comes before it is connected.
   * @param from where the events stood before it was deployed
   */
  async isConnected(from: number): Promise<void> {
    for (const { id } of this.file.nodes.filter(({ type }) => type === 'mysql')) {
      await this.socket.first(({ topic, data }) => topic === `status/${id}` && data?.text === 'connected', from);
    }
  }

  /** Waits until a node takes its status away, as the e-mail node does once the mail server has the mail. */
  async statusGone(id: string, from: number): Promise<void> {
    await this.socket.first(({ topic, data }) => topic === `status/${id}` && data?.fill === undefined, from);
  }

  /** What a debug node with this label prints next: text, or the JSON of an object. */
  async printed(label: string, from: number): Promise<string> {
    const nodes = this.file.nodes.filter(({ type, name }) => type === 'debug' && name === label).map(({ id }) => id);
    const { data } = await this.socket.first(
      (event) => event.topic === 'debug' && nodes.includes(String(event.data?.id)),
      from,
    );
    return String(data?.msg);
  }

  /** True when any debug node prints something. */
  async prints(from: number): Promise<void> {
    await this.socket.first(({ topic }) => topic === 'debug', from);
  }

  /** The first of ours on each wire. */
  #behind(node: FlowNode): FlowNode[] {
    const wired = ((node.wires ?? []) as string[][]).flat();
    const next = this.file.nodes.filter(({ id }) => wired.includes(id));
    return next.flatMap((each) => (each.type.startsWith('dataconnect-') ? [each] : this.#behind(each)));
  }
}
