/**
 * What an example runs in: a real Node-RED with our package and the nodes of others linked in, the emulator, a mail
 * server, and the database servers that the machine has. One for all test files of a suite, as it takes seconds to
 * start.
 */
import { EventEmitter, once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Email } from 'postal-mime';
import { startScratchNodeRed } from '../browser/scratch-node-red';
import { isSqliteInstalled } from '../counterparts/install';
import { linkCounterparts } from '../counterparts/link';
import { openSqlite, type Tables } from '../counterparts/look-into';
import { startMariadb, startPostgresql } from '../counterparts/servers';
import { listenAsSqlServer, type SqlServerListener } from '../counterparts/sql-server-listener';
import type { DatabaseServer } from '../counterparts/start-server';
import { type Emulator, startEmulator } from '../emulator';
import { EditorSocket } from '../flows/editor-socket';
import type { FlowNode } from '../flows/node-red';
import { openMailServer } from '../mail-server';
import { settled } from '../playground/places';
import { recordSecret } from '../secrets/transcript';
import { type ExampleFile, exampleFiles } from './example-files';
import { ImportedExample } from './imported-example';

export class Workshop {
  readonly #servers: Partial<Record<'postgresql' | 'mariadb', Promise<DatabaseServer | undefined>>> = {};

  #sqlServer: Promise<SqlServerListener> | undefined;

  private constructor(
    readonly emulator: Emulator,
    readonly nodeRed: Awaited<ReturnType<typeof startScratchNodeRed>>,
    readonly socket: EditorSocket,
    /** That arrived, oldest first. */
    readonly mails: Email[],
    readonly mailServer: Awaited<ReturnType<typeof openMailServer>>,
    readonly arrivals: EventEmitter,
  ) {}

  static async open(): Promise<Workshop> {
    const mails: Email[] = [];
    const arrivals = new EventEmitter();
    const [emulator, mailServer, nodeRed] = await Promise.all([
      startEmulator(),
      openMailServer((mail) => {
        mails.push(mail);
        arrivals.emit('mail');
      }),
      startScratchNodeRed((userDirectory) => linkCounterparts(userDirectory)),
    ]);
    const { password, clientSecret } = emulator.credentials;
    for (const secret of [password, clientSecret]) recordSecret(secret);
    return new Workshop(emulator, nodeRed, await EditorSocket.open(nodeRed.url), mails, mailServer, arrivals);
  }

  /** Below it our nodes may write files. */
  get fileFolder(): string {
    const folder = path.join(this.nodeRed.userDirectory, 'files');
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Where incremental nodes note how far they are. */
  get cursorFolder(): string {
    return path.join(this.nodeRed.userDirectory, 'dataconnect');
  }

  /** Every incremental node begins anew. */
  forgetCursors(): void {
    rmSync(this.cursorFolder, { recursive: true, force: true });
  }

  /** The file of the SQLite examples; `undefined` where their node could not be installed. */
  sqlite(): Tables | undefined {
    return isSqliteInstalled() ? openSqlite(path.join(this.nodeRed.userDirectory, 'dataconnect.sqlite')) : undefined;
  }

  /** `undefined` where the machine has none. */
  postgresql(): Promise<DatabaseServer | undefined> {
    this.#servers.postgresql ??= startPostgresql();
    return this.#servers.postgresql;
  }

  /** `undefined` where the machine has none. */
  mariadb(): Promise<DatabaseServer | undefined> {
    this.#servers.mariadb ??= startMariadb();
    return this.#servers.mariadb;
  }

  /** Takes what would be sent to a SQL Server. */
  sqlServer(): Promise<SqlServerListener> {
    this.#sqlServer ??= listenAsSqlServer();
    return this.#sqlServer;
  }

  /**
   * Deploys an example and nothing else, as it is shipped: only where its nodes find emulator, mail server and
   * databases is told to them, and with which account. Files of SQLite and others lie in `nodeRed.userDirectory`.
   * @param name as the import dialog shows it: `1 Start/1 First flow`
   * @param changed what a person set otherwise, or added
   */
  async deploy(name: string, changed = (nodes: FlowNode[]) => nodes): Promise<ImportedExample> {
    const file = exampleFiles().find((each) => each.name === name);
    if (!file) throw new Error(`There is no example "${name}".`);
    return this.deployFlow({ ...file, nodes: changed(file.nodes) });
  }

  /** Deploys a flow that is no example, in the same way. */
  async deployFlow(file: ExampleFile): Promise<ImportedExample> {
    const places = await this.#places();
    const place = (node: FlowNode) => settled(node, places, this.emulator.credentials);
    return ImportedExample.deploy(file, this.nodeRed.url, this.socket, place);
  }

  /** Waits until so many mails have arrived. */
  async mailed(count: number): Promise<void> {
    while (this.mails.length < count) await once(this.arrivals, 'mail');
  }

  async close(): Promise<void> {
    const servers = await Promise.all(Object.values(this.#servers));
    await this.socket.close();
    await this.nodeRed.stop();
    await Promise.all([...servers.map((server) => server?.stop()), this.emulator.close(), this.mailServer.close()]);
    await (await this.#sqlServer)?.close();
  }

  /** Of the servers that were asked for. */
  async #places() {
    const [postgresql, mariadb] = await Promise.all([this.#servers.postgresql, this.#servers.mariadb]);
    const sqlServer = await this.#sqlServer;
    const { serviceUrl, tokenUrl } = this.emulator;
    const mailPort = this.mailServer.port;
    return {
      serviceUrl,
      tokenUrl,
      mailPort,
      fileFolder: this.fileFolder,
      postgresqlPort: postgresql?.port,
      mariadbPort: mariadb?.port,
      sqlServerPort: sqlServer?.port,
    };
  }
}
