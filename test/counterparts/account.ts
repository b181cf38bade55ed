/** The account and the database that every server of the tests has, and nothing else has. */
export const databaseAccount = { user: 'dataconnect', password: 'for-tests-only', database: 'dataconnect' } as const;
