/** `availability`: one row per product, or per product and store when a location filter or `ByLocation` asks for it. */
import type { Product } from '../world/catalog';
import type { Stock } from '../world/stock';
import { otherTests } from './filters';
import { subjectsOf } from './gather';
import type { NamedRow } from './lists';
import type { Parameters, Question } from './question';

export function availability(question: Question): NamedRow[] {
  const { parameters, world } = question;
  const tests = otherTests(question);
  const serials = parameters.list('SerialNumbers');
  const stocks = subjectsOf(world, 'stock')
    .filter((subject) => tests.every((test) => test(subject)))
    .flatMap(({ stock }) => (stock ? [stock] : []))
    .filter((stock) => !serials || stock.units.some((unit) => serials.includes(unit.serial)))
    .filter((stock) => ofType(stock.product, parameters.text('ProductType')));

  const rows = byLocation(parameters)
    ? stocks.map((stock) => ({ ...levelRow(stock.product, [stock]), LocationId: stock.store.id }))
    : [...byProduct(stocks)].map(([product, levels]) => levelRow(product, levels));
  const minimum = parameters.integer('QuantityMin') ?? Number.NEGATIVE_INFINITY;
  const maximum = parameters.integer('QuantityMax') ?? Number.POSITIVE_INFINITY;
  return rows.filter((row) => row.Quantity >= minimum && row.Quantity <= maximum);
}

/** `LocationId` is part of the answer only then (docs/api.md, Location filter). */
export function byLocation(parameters: Parameters): boolean {
  return (
    parameters.boolean('ByLocation') === true || (parameters.has('LocationType') && parameters.has('LocationTypeIDs'))
  );
}

function byProduct(stocks: readonly Stock[]): Map<Product, Stock[]> {
  const levels = new Map<Product, Stock[]>();
  for (const stock of stocks) levels.set(stock.product, [...(levels.get(stock.product) ?? []), stock]);
  return levels;
}

function ofType(product: Product, type: string | undefined): boolean {
  return type === undefined || product.serialized === (type.toLowerCase() === 'serialized');
}

function levelRow(product: Product, levels: readonly Stock[]) {
  const quantity = levels.reduce((sum, level) => sum + level.quantity, 0);
  return {
    CatalogItemID: product.catalogGuid,
    ProductLibraryID: product.libraryId,
    ProductName: product.name,
    ProductSKU: product.sku,
    VendorSKU: product.vendorSku,
    ProductType: product.serialized ? 'Serialized' : 'Non-Serialized',
    Quantity: quantity,
    InStock: quantity > 0,
    MinQty: product.minimum,
    MaxQty: product.maximum,
  };
}
