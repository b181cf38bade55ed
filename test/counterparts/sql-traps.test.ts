import assert from 'node:assert/strict';
import { columnsOfTypes, messageFor, orderFor, type RealDatabase } from '../output/sql-orders';
import { inEach, type SqlPlace } from './sql-places';

/** Values as texts. */
async function valuesOf(place: SqlPlace, column: string): Promise<(string | null)[]> {
  const type = { sqlite: 'TEXT', postgresql: 'text', mysql: 'CHAR' }[place.database];
  const rows = await place.rows(
    `SELECT CAST(${place.quote(column)} AS ${type}) AS v FROM sales ORDER BY ${place.quote('Id')}`,
  );
  return rows.map(({ v }) => v as string | null);
}

const typesOf = (place: SqlPlace, types: Record<RealDatabase, string>) => types[place.database];

describe('a batch that is written twice', () => {
  inEach('is there once, the last of a key', async (place) => {
    const order = orderFor(place.database);
    const records = [
      { Id: 1, V: 'first' },
      { Id: 2, V: 'two' },
      { Id: 1, V: 'last' },
    ];
    for (let twice = 0; twice < 2; twice++) await place.send(messageFor(order, records));
    assert.deepEqual(await valuesOf(place, 'V'), ['last', 'two']);
  });

  inEach('tells keys of several columns apart, and texts by every character', async (place) => {
    const order = orderFor(place.database, { key: ['Id', 'Code'] });
    const codes = ['a', 'A', 'á', 'ａ', 'ß', 'ss', 'x\u200b', 'x'];
    const records = codes.flatMap((Code) => [
      { Id: 1, Code, V: 1 },
      { Id: 1, Code, V: 2 },
    ]);
    await place.send(messageFor(order, records));
    assert.deepEqual(
      await valuesOf(place, 'V'),
      codes.map(() => '2'),
    );
  });

  inEach('may have nothing but a key', async (place) => {
    const order = orderFor(place.database, { key: ['Id'] });
    for (let twice = 0; twice < 2; twice++) await place.send(messageFor(order, [{ Id: 1 }, { Id: 2 }]));
    assert.deepEqual(await valuesOf(place, 'Id'), ['1', '2']);
  });
});

describe('batches that differ', () => {
  inEach('may bring no records: the table is made, and nothing is written', async (place) => {
    const order = orderFor(place.database);
    const columns = columnsOfTypes({ Id: 'INT', V: 'MONEY' });
    await place.send(messageFor(order, [], { columns }));
    await place.send(messageFor(order, []));
    await place.send(messageFor(order, [{ Id: 1, V: 1.5 }], { columns }));
    assert.equal(Number((await valuesOf(place, 'V'))[0]), 1.5);
  });

  inEach('may have whole numbers first and decimals then, where nobody told a type', async (place) => {
    const order = orderFor(place.database);
    await place.send(messageFor(order, [{ Id: 1, V: 2 }]));
    await place.send(messageFor(order, [{ Id: 2, V: 2.25 }]));
    assert.deepEqual((await valuesOf(place, 'V')).map(Number), [2, 2.25]);
  });

  inEach('may lack columns, and records of one batch too', async (place) => {
    const order = orderFor(place.database);
    await place.send(
      messageFor(order, [
        { Id: 1, V: 'a' },
        { W: 'b', Id: 2 },
      ]),
    );
    await place.send(messageFor(order, [{ Id: 1, W: 'c' }]));
    assert.deepEqual(
      [await valuesOf(place, 'V'), await valuesOf(place, 'W')],
      [
        ['a', null],
        ['c', 'b'],
      ],
    );
  });

  inEach(
    'may bring a new column, which is added',
    async (place) => {
      const order = orderFor(place.database);
      await place.send(messageFor(order, [{ Id: 1, V: 'a' }]));
      for (let twice = 0; twice < 2; twice++) await place.send(messageFor(order, [{ Id: 2, "New 'one'": 5 }]));
      assert.deepEqual((await valuesOf(place, "New 'one'")).map(Number), [0, 5]);
      await assert.rejects(place.send(messageFor({ ...order, addColumns: false }, [{ Id: 3, Other: 5 }])));
    },
    ['postgresql', 'mysql'],
  );

  inEach(
    'may bring a new column, of which the error says how to add it once',
    async (place) => {
      const order = orderFor('sqlite');
      await place.send(messageFor(order, [{ Id: 1, V: 'a' }]));
      const message = messageFor(order, [{ Id: 2, New: 5 }]);
      const said = await place.send(message).then(String, String);
      const [alter] = /ALTER TABLE .*?;/.exec(said) ?? assert.fail(said);
      await place.run(alter);
      await place.send(message);
      assert.deepEqual(await valuesOf(place, 'New'), [null, '5']);
    },
    ['sqlite'],
  );
});

describe('a table', () => {
  inEach('may lie in a schema or another database', async (place) => {
    const made = {
      sqlite: "ATTACH ':memory:' AS other",
      postgresql: 'CREATE SCHEMA other',
      mysql: 'CREATE DATABASE other',
    };
    const gone = { sqlite: 'DETACH other', postgresql: 'DROP SCHEMA other CASCADE', mysql: 'DROP DATABASE other' };
    await place.run(made[place.database]);
    try {
      const order = orderFor(place.database, { table: 'other.sales' });
      for (let twice = 0; twice < 2; twice++) await place.send(messageFor(order, [{ Id: 1, V: '007' }]));
      const whole = { ...order, write: 'replace' as const };
      for (let twice = 0; twice < 2; twice++) await place.send(messageFor(whole, [{ Id: 2, V: '008' }]));
      const rows = await place.rows(`SELECT ${place.quote('V')} AS v FROM other.sales`);
      assert.deepEqual(
        rows.map(({ v }) => v),
        ['008'],
      );
    } finally {
      await place.run(gone[place.database]);
    }
  });

  inEach(
    'holds a NUL, wherever it is in a text',
    async (place) => {
      const texts = ['\0', 'a\0', '\0b', "'\0'", 'a\0\0b', "'||char(0)||'"];
      await place.send(
        messageFor(
          orderFor(place.database),
          texts.map((V, Id) => ({ Id, V })),
        ),
      );
      const hex = await place.rows(`SELECT HEX(${place.quote('V')}) AS v FROM sales ORDER BY ${place.quote('Id')}`);
      assert.deepEqual(
        hex.map(({ v }) => Buffer.from(String(v), 'hex').toString()),
        texts,
      );
    },
    ['sqlite', 'mysql'],
  );

  inEach('holds the first and the last instant there are', async (place) => {
    const columns = columnsOfTypes({ Id: 'INT', At: 'DATETIME' });
    const times = ['0001-01-01T00:00:00', '9999-12-31T23:59:59.999999'];
    await place.send(
      messageFor(
        orderFor(place.database),
        times.map((At, Id) => ({ Id, At })),
        { columns },
      ),
    );
    const found = (await valuesOf(place, 'At')).map((text) => text!.replace(' ', 'T').replace(/\.0+$/, ''));
    assert.deepEqual(found, times);
  });
});

describe('a table that somebody else made', () => {
  const number = { Id: 1, V: 12.345 };
  const columns = columnsOfTypes({ Id: 'INT', V: 'MONEY' });

  for (const [what, types] of Object.entries({
    'has less decimals': { sqlite: '', postgresql: 'numeric(10,2)', mysql: 'DECIMAL(10,2)' },
    'has whole numbers': { sqlite: '', postgresql: 'integer', mysql: 'INT' },
    'has small floats': { sqlite: '', postgresql: 'real', mysql: 'FLOAT' },
  })) {
    inEach(
      `and ${what} rounds nothing: it is an error with the column`,
      async (place) => {
        await place.run(
          `CREATE TABLE sales (${place.quote('Id')} INT PRIMARY KEY, ${place.quote('V')} ${typesOf(place, types)})`,
        );
        await assert.rejects(place.send(messageFor(orderFor(place.database), [number], { columns })), /V/);
        assert.deepEqual(await valuesOf(place, 'V'), []);
        // What the column holds as it is goes in.
        await place.send(messageFor(orderFor(place.database), [{ Id: 1, V: 12 }], { columns })).catch((error) => {
          assert.match(what, /floats/, String(error));
        });
      },
      ['postgresql', 'mysql'],
    );
  }

  inEach(
    'and has hundreds alone rounds nothing, either',
    async (place) => {
      await place.run('CREATE TABLE sales ("Id" INT PRIMARY KEY, "V" numeric(6,-2))');
      const send = (V: number) => place.send(messageFor(orderFor('postgresql'), [{ Id: 1, V }], { columns }));
      await assert.rejects(send(1234), /The column "V" of this table is numeric\(6,-2\)/);
      await assert.rejects(send(1234.5), /The column "V" of this table is numeric\(6,-2\)/);
    },
    ['postgresql'],
  );

  inEach('cuts no text and no time', async (place) => {
    const [text, time] = {
      sqlite: ['INTEGER', 'TEXT'],
      postgresql: ['varchar(3)', 'timestamp(0)'],
      mysql: ['VARCHAR(3)', 'DATETIME'],
    }[place.database] as [string, string];
    const made = `${place.quote('Id')} INT PRIMARY KEY, ${place.quote('T')} ${text}, ${place.quote('At')} ${time}`;
    await place.run(`CREATE TABLE sales (${made})`);
    const types = columnsOfTypes({ Id: 'INT', T: 'VARCHAR(9)', At: 'DATETIME' });
    const send = (record: object) =>
      place.send(messageFor(orderFor(place.database), [{ Id: 1, ...record }], { columns: types }));
    await assert.rejects(send({ T: '00123' }), place.database === 'postgresql' ? /too long/ : /T/);
    if (place.database !== 'sqlite') await assert.rejects(send({ At: '2026-03-01T10:00:00.997' }), /At/);
    await send({ T: 'abc', At: '2026-03-01T10:00:00' });
    assert.deepEqual(await valuesOf(place, 'T'), ['abc']);
  });

  inEach(
    'shifts no time by a zone',
    async (place) => {
      const types = columnsOfTypes({ Id: 'INT', At: 'DATETIME' });
      await place.run('CREATE TABLE sales ("Id" INT PRIMARY KEY, "At" timestamptz)');
      const order = orderFor('postgresql');
      await assert.rejects(place.send(messageFor(order, [{ Id: 1, At: '2026-03-01' }], { columns: types })), /At/);
      await place.run('DROP TABLE sales; CREATE TABLE sales ("Id" INT PRIMARY KEY, "At" timestamp)');
      await assert.rejects(place.send(messageFor(order, [{ Id: 1, At: new Date() }], { columns: types })), /At/);
    },
    ['postgresql'],
  );

  inEach('is called missing where it is not there', async (place) => {
    const order = orderFor(place.database, { createTable: false });
    await assert.rejects(place.send(messageFor(order, [{ Id: 1, V: 1 }])), /no such table|exist/);
  });

  inEach('without the key doubles nothing: it is an error', async (place) => {
    await place.run(`CREATE TABLE sales (${place.quote('Id')} INT, ${place.quote('V')} INT)`);
    await assert.rejects(place.send(messageFor(orderFor(place.database), [{ Id: 1, V: 1 }])));
    assert.deepEqual(await valuesOf(place, 'Id'), []);
  });

  inEach(
    'and has another unique index loses no record by it',
    async (place) => {
      await place.run('CREATE TABLE sales (Id INT PRIMARY KEY, V INT UNIQUE)');
      await place.send(messageFor(orderFor('mysql'), [{ Id: 1, V: 1 }])).catch(String);
      await assert.rejects(place.send(messageFor(orderFor('mysql'), [{ Id: 2, V: 1 }])), /unique/);
      await place.run('DROP TABLE sales; CREATE TABLE sales (n INT AUTO_INCREMENT PRIMARY KEY, Id INT UNIQUE, V INT)');
      await place.send(messageFor(orderFor('mysql'), [{ Id: 2, V: 1 }]));
      assert.deepEqual(await valuesOf(place, 'V'), ['1']);
    },
    ['mysql'],
  );

  inEach(
    'of three bytes a character takes no emoji, and of one only what it has',
    async (place) => {
      for (const [charset, fits, not] of [
        ['utf8mb3', 'é', '😀'],
        ['latin1', 'é', '中'],
      ] as const) {
        await place.run(
          `DROP TABLE IF EXISTS sales; CREATE TABLE sales (Id INT PRIMARY KEY, V VARCHAR(9) CHARACTER SET ${charset})`,
        );
        await assert.rejects(place.send(messageFor(orderFor('mysql'), [{ Id: 1, V: not }])), /V/);
        await place.send(messageFor(orderFor('mysql'), [{ Id: 1, V: fits }]));
        assert.deepEqual(await valuesOf(place, 'V'), [fits]);
      }
    },
    ['mysql'],
  );
});

describe('two flows that update the same records', () => {
  inEach(
    'in another order each wait for one another, and end in no deadlock',
    async (place) => {
      const order = orderFor('postgresql');
      const records = Array.from({ length: 200 }, (_, Id) => ({ Id, V: 0 }));
      await place.send(messageFor(order, records));
      const backwards = [...records].reverse();
      for (let round = 0; round < 5; round++) {
        const both = [messageFor(order, records), messageFor(order, backwards)];
        await Promise.all([place.send(both[0]!), place.sendAnew(both[1]!)]);
      }
      assert.equal((await valuesOf(place, 'V')).length, 200);
    },
    ['postgresql'],
  );
});

describe('a connection of another charset', () => {
  const records = [{ Id: 1, Größe: "中😀é'\\" }];
  for (const charset of [
    'UTF8_GENERAL_CI',
    'UTF8MB4_GENERAL_CI',
    'LATIN1_SWEDISH_CI',
    'LATIN2_GENERAL_CI',
    'CP1250_GENERAL_CI',
  ]) {
    inEach(
      `stores every character, in ${charset}`,
      async (place) => {
        await place.sendAnew(messageFor(orderFor('mysql'), records), charset);
        assert.deepEqual(await valuesOf(place, 'Größe'), [records[0]!.Größe]);
      },
      ['mysql'],
    );
  }

  inEach(
    'stores nothing where it has not got the characters of a name',
    async (place) => {
      const message = messageFor(orderFor('mysql'), [{ Id: 1, 中: 1 }]);
      await assert.rejects(place.sendAnew(message, 'LATIN1_SWEDISH_CI'), /charset UTF8MB4/);
      await place.sendAnew(message, 'UTF8_GENERAL_CI');
      assert.deepEqual((await valuesOf(place, '中')).map(Number), [1]);
    },
    ['mysql'],
  );
});

describe('a server that lets things pass', () => {
  inEach(
    'is strict while it writes, and as before behind it',
    async (place) => {
      const mode = async () => (await place.rows('SELECT @@GLOBAL.sql_mode AS m'))[0]!.m as string;
      const before = await mode();
      await place.run(`SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES'`);
      try {
        await place.run('CREATE TABLE sales (Id INT PRIMARY KEY, V VARCHAR(3), W LONGTEXT)');
        const order = orderFor('mysql');
        await assert.rejects(place.sendAnew(messageFor(order, [{ Id: 1, V: 'abcd' }])), /V/);
        await assert.rejects(place.sendAnew(messageFor(order, [{ Id: '9999999999', V: 'a' }])), /Id/);
        const awkward = `\\' OR 1=1; -- \\" \\\\ ' ''`;
        await place.sendAnew(messageFor(order, [{ Id: 1, W: awkward }]));
        assert.deepEqual(await valuesOf(place, 'W'), [awkward]);
      } finally {
        await place.run(`SET GLOBAL sql_mode = '${before}'`);
      }
    },
    ['mysql'],
  );
});
