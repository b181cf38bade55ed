/** Where the nodes of the playground's flows find what stands behind them: emulator, inbox, database servers. */
import { databaseAccount } from '../counterparts/account';
import type { Emulator } from '../emulator';
import type { FlowNode } from '../flows/node-red';

/** Kept between starts: what a flow was pointed to then may be at another port now. */
export interface Places {
  serviceUrl: string;
  tokenUrl: string;
  mailPort: number;
  /** Below it our nodes may write files. */
  fileFolder: string;
  /** Missing where the machine has no such server. */
  postgresqlPort?: number | undefined;
  mariadbPort?: number | undefined;
  /** Where several Node-RED share it. */
  redisPort?: number | undefined;
  /** The folder that all of them see. */
  sharedFolder?: string | undefined;
  /** Only tests have something there: no SQL Server is free to start on every machine. */
  sqlServerPort?: number | undefined;
}

/** Where the inbox is unless another program is there, and where the examples' e-mail nodes send to as they are. */
export const USUAL_MAIL_PORT = 2525;

/** Where the emulator is unless another program is there. */
export const EMULATOR_PORT = 8090;

type Fields = Record<string, unknown>;

/** Of each type that finds something by an address: the fields that hold it, or nothing where it is not here. */
const addresses: Record<string, (places: Places) => Fields | undefined> = {
  'dataconnect-connection': ({ serviceUrl, tokenUrl }) => ({ environment: 'custom', serviceUrl, tokenUrl }),
  'dataconnect-cluster': ({ redisPort }) => databaseAt(redisPort),
  'e-mail': ({ mailPort }) => ({ server: HOST, port: String(mailPort) }),
  postgreSQLConfig: ({ postgresqlPort }) => databaseAt(postgresqlPort),
  MySQLdatabase: ({ mariadbPort }) => databaseAt(mariadbPort),
  'MSSQL-CN': ({ sqlServerPort }) =>
    sqlServerPort === undefined ? undefined : { server: HOST, port: String(sqlServerPort) },
};

const HOST = '127.0.0.1';

function databaseAt(port: number | undefined): Fields | undefined {
  return port === undefined ? undefined : { host: HOST, port: String(port) };
}

/** A node as the playground has it: at the places of now, with the account that it has there. */
export function settled(node: FlowNode, places: Places, credentials: Emulator['credentials']): FlowNode {
  const fields = addresses[node.type]?.(places);
  return fields ? { ...node, ...fields, ...accountFor(node, places, credentials) } : node;
}

function accountFor(
  { type }: FlowNode,
  { fileFolder, sharedFolder }: Places,
  emulator: Emulator['credentials'],
): Fields {
  const { user, password, database } = databaseAccount;
  switch (type) {
    case 'dataconnect-connection': {
      const { username, password: secret, clientId, clientSecret } = emulator;
      return { name: 'Emulator', fileFolder, credentials: { username, password: secret, clientId, clientSecret } };
    }
    case 'dataconnect-cluster':
      // As long as nothing is given at the first start, and what somebody had who is gone.
      return { lease: '5', folder: sharedFolder };
    case 'e-mail':
      return { secure: false, tls: false, authtype: 'NONE' };
    case 'postgreSQLConfig':
      return { database, credentials: { user, password } };
    case 'MySQLdatabase':
      return { db: database, credentials: { user, password } };
    case 'MSSQL-CN':
      // The node's own spelling.
      return { database, encyption: false, credentials: { username: user, password } };
    default:
      return {};
  }
}

/** A node that was at a place of the start before is at that of now; every other stays as it is. */
export function moved(node: FlowNode, before: Places, now: Places): FlowNode {
  const address = addresses[node.type];
  const [old, current] = [address?.(before), address?.(now)];
  if (!old || !current) return node;
  const wasThere = Object.entries(old).every(([name, value]) => String(node[name]) === String(value));
  return wasThere ? { ...node, ...current } : node;
}

/**
 * Why a flow with nodes of these types cannot run here, in words; nothing where it can.
 * @param counterparts types of other packages
 * @param installed all types that Node-RED has
 */
export function lackOf(
  counterparts: readonly string[],
  installed: ReadonlySet<string>,
  places: Places,
): string | undefined {
  const unknown = counterparts.find((type) => !installed.has(type));
  if (unknown) return `The package of its node *${unknown}* is not installed (yet): what npm start prints says why.`;
  const alone = counterparts.find((type) => addresses[type] && !addresses[type](places));
  return alone && whys[alone];
}

/** Of what is not on every machine. */
const whys: Record<string, string> = {
  postgreSQLConfig: 'There is no PostgreSQL on this machine, or it did not start. Install it, and start again.',
  MySQLdatabase: 'There is no MariaDB on this machine, or it did not start. Install it, and start again.',
  'MSSQL-CN': 'It needs a SQL Server of yours. Import it from **Menu → Import → Examples**.',
};
