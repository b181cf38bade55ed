/** What is promised of every setting, in plain numbers: a change of one must be meant, and made here as well. */

export interface Promised {
  /** What stands for it where a flow has nothing. */
  byDefault: string | number | boolean | readonly unknown[];
  /** The least and the most it may be. */
  bounds?: readonly [least: number, most: number];
  choices?: readonly string[];
  /** Where the promise comes from. */
  source: 'documented' | 'convention';
}

export const promisedOfConnection: Readonly<Record<string, Promised>> = {
  environment: { byDefault: 'production', choices: ['production', 'rc', 'custom', 'practice'], source: 'documented' },
  serviceUrl: { byDefault: '', source: 'convention' },
  tokenUrl: { byDefault: '', source: 'convention' },
  authentication: { byDefault: 'password', choices: ['password', 'token', 'basic', 'none'], source: 'documented' },
  tls: { byDefault: '', source: 'convention' },
  proxy: { byDefault: '', source: 'convention' },
  cluster: { byDefault: '', source: 'convention' },
  companyId: { byDefault: '', source: 'documented' },
  timeZone: { byDefault: '', source: 'convention' },
  stopDate: { byDefault: 'unknown', choices: ['unknown', 'inclusive', 'instant', 'exclusive'], source: 'convention' },
  fileFolder: { byDefault: '', source: 'convention' },
  preferredEndpoint: { byDefault: false, source: 'convention' },
  postBody: { byDefault: 'form', choices: ['form', 'json'], source: 'convention' },
  paths: { byDefault: '', source: 'convention' },
  // Half of the eight that the service admits.
  requestsAtOnce: { byDefault: 4, bounds: [1, 64], source: 'documented' },
  retries: { byDefault: 4, bounds: [0, 20], source: 'convention' },
  connectTimeout: { byDefault: 10, bounds: [0.1, 600], source: 'convention' },
  firstByteTimeout: { byDefault: 600, bounds: [0.1, 86_400], source: 'convention' },
  idleTimeout: { byDefault: 60, bounds: [0.1, 86_400], source: 'convention' },
  totalTimeout: { byDefault: 7200, bounds: [0.1, 604_800], source: 'convention' },
};

export const promisedOfNode: Readonly<Record<string, Promised>> = {
  'output.mode': {
    byDefault: 'all',
    choices: ['all', 'batches', 'each', 'text', 'buffer', 'file'],
    source: 'convention',
  },
  'output.file': { byDefault: '{report} {date}', source: 'convention' },
  'output.exists': { byDefault: 'replace', choices: ['replace', 'number', 'error'], source: 'convention' },
  'output.batchSize': { byDefault: 1000, bounds: [1, 1_000_000], source: 'convention' },
  'flow.wait': { byDefault: 'auto', choices: ['auto', 'always', 'off'], source: 'convention' },
  'flow.seconds': { byDefault: 30, bounds: [0.001, 86_400], source: 'convention' },
  'flow.stopOnFailure': { byDefault: true, source: 'convention' },
  'output.property': { byDefault: 'payload', source: 'convention' },
  'output.dates': { byDefault: 'text', choices: ['text', 'date'], source: 'convention' },
  'output.progress': { byDefault: false, source: 'convention' },
  'columns.personal': { byDefault: 'keep', choices: ['keep', 'mask', 'hash'], source: 'convention' },
  'columns.drift': { byDefault: 'pass', choices: ['pass', 'drop', 'fail'], source: 'convention' },
  'columns.others': { byDefault: 'pass', choices: ['pass', 'drop'], source: 'convention' },
  'columns.list': { byDefault: [], source: 'convention' },
  'windows.kind': { byDefault: 'auto', choices: ['auto', 'none', 'day', 'week', 'month'], source: 'convention' },
  'windows.count': { byDefault: 1, bounds: [1, 366], source: 'convention' },
  'windows.share': { byDefault: 'off', choices: ['off', 'flow', 'count-unproven'], source: 'convention' },
  'incremental.mode': { byDefault: 'off', choices: ['off', 'new', 'changes'], source: 'convention' },
  'incremental.from': { byDefault: 'yesterday', source: 'convention' },
  'incremental.grain': { byDefault: 'day', choices: ['day', 'instant'], source: 'convention' },
  'incremental.lookback': { byDefault: '', source: 'convention' },
  'incremental.delay': { byDefault: '', source: 'convention' },
  'incremental.step': { byDefault: '', source: 'convention' },
  'incremental.most': { byDefault: 100, bounds: [1, 10_000], source: 'convention' },
  'incremental.rows': { byDefault: 'new', choices: ['all', 'new', 'marked'], source: 'convention' },
  'incremental.key': { byDefault: [], source: 'convention' },
  'incremental.removed': { byDefault: 20, bounds: [0, 100], source: 'convention' },
  'incremental.confirm': { byDefault: 'flow', choices: ['flow', 'hand', 'count-unproven'], source: 'convention' },
  'incremental.alarm': { byDefault: 30, bounds: [1, 10_080], source: 'convention' },
  'sending.method': { byDefault: 'GET', choices: ['GET', 'POST'], source: 'documented' },
  'sending.body': { byDefault: 'connection', choices: ['connection', 'form', 'json'], source: 'convention' },
  'sending.override': { byDefault: false, source: 'convention' },
  'sending.anyway': { byDefault: false, source: 'convention' },
};

export const promisedOfSql: Readonly<Record<string, Promised>> = {
  database: { byDefault: 'sqlite', choices: ['sqlite', 'postgresql', 'mysql', 'sqlserver'], source: 'convention' },
  table: { byDefault: '', source: 'convention' },
  write: { byDefault: 'update', choices: ['update', 'replace', 'append'], source: 'convention' },
  key: { byDefault: [], source: 'convention' },
  dateColumn: { byDefault: '', source: 'convention' },
  createTable: { byDefault: true, source: 'convention' },
  addColumns: { byDefault: false, source: 'convention' },
  misfits: { byDefault: 'error', choices: ['error', 'text'], source: 'convention' },
};
