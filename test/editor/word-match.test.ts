import assert from 'node:assert/strict';
import { fitsWords, searchable } from '../../nodes/editor/word-match';

const fits = (typed: string, text: string) => fitsWords(searchable(typed), searchable(text));

describe('words that a person types into a search', () => {
  it('may come in any order, with or without small words', () => {
    for (const typed of ['store sales', 'sales by store', 'Sales of the STORE']) assert.ok(fits(typed, 'sales, store'));
    assert.ok(!fits('sales by store', 'sales, category'));
  });

  it('may lack accents, or have them', () => {
    for (const typed of ['comisión', 'comision', 'COMISIÓN', 'comisio\u0301n']) assert.ok(fits(typed, 'comisión'));
    assert.ok(fits('chiffre d’affaires', "chiffre d'affaires") && fits('chiffre affaires', "chiffre d'affaires"));
    assert.ok(fits('boeuf', 'bœuf') && fits('cœur', 'coeur'));
  });

  it('may be one or several', () => {
    for (const [typed, text] of [
      ['receipts', 'receipt'],
      ['comisiones', 'comisión'],
      ['vente magasin', 'ventes, magasins'],
      ['tableau ventes', 'tableaux des ventes'],
    ] as const) {
      assert.ok(fits(typed, text), typed);
    }
  });

  it('are whole words, but for the last, which is still being typed', () => {
    assert.ok(fits('sales emp', 'sales, employee'));
    assert.ok(!fits('sales emp', 'salesperson, employee'));
    assert.ok(!fits('tore', 'store'));
  });

  it('mean nothing where nothing is said', () => {
    for (const typed of ['', ' ', 'de la', '()']) assert.ok(!fits(typed, 'de la store'), typed);
  });
});
