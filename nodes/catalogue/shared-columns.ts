/**
 * Columns that recur, each written once: a function that takes the value of the documentation's sample record, or
 * nothing where the sample lacks the column. `import * as shared` and name the column where an endpoint has it.
 */
export * from './amount-columns';
export * from './document-columns';
export * from './feed-columns';
export * from './person-columns';
export * from './place-columns';
export * from './product-columns';
