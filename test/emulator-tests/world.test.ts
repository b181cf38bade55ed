import assert from 'node:assert/strict';
import { emulated } from './ask';

type Cell = string | number | boolean | null;
type Rows = Array<Record<string, Cell>>;

const MARCH = 'StartDate=2025-03-01&StopDate=2025-03-31';

describe('the retailer in the emulator', () => {
  const the = emulated();
  const detail = (query = MARCH) =>
    the.json<Rows>(
      `/reports/ProductDetailReport?${query}&SearchMethod=3&ManufacturerID=-1&CategoryNumber=-1&ReportPart=1`,
    );
  const total = (rows: Rows, column: string) =>
    Math.round(rows.reduce((sum, row) => sum + Number(row[column]), 0) * 100) / 100;

  it('tells the same sales in every report', async () => {
    const lines = await detail();
    const sold = total(lines, 'TotalPrice');
    assert.ok(lines.length > 100);
    for (const path of [
      `/reports/SalesByLocationReport?${MARCH}&SearchMethod=1&CategoryNumber=-1`,
      `/reports/SalesByEmployeeReport?${MARCH}`,
      `/reports/SalesByCategoryReport?${MARCH}`,
      `/reports/SalesByCustomerReport?${MARCH}&ShowVendorRebate=1`,
      `/reports/ProductSummaryReport?${MARCH}&CategoryNumber=-1`,
      `/reports/DailySalesSummaryReport?${MARCH}&CategoryNumber=-1&SpecialProductID=-1`,
      `/reports/SalesByInvoiceReport?${MARCH}&HideRebates=1`,
    ]) {
      assert.equal(total(await the.json<Rows>(path), 'TotalInvoiced'), sold, path);
    }
  });

  it('tells the same cost, profit, quantity and tax', async () => {
    const lines = await detail();
    const byStore = await the.json<Rows>(`/reports/SalesByLocationReport?${MARCH}&SearchMethod=1&CategoryNumber=-1`);
    assert.equal(total(byStore, 'Cost'), total(lines, 'TotalCost'));
    assert.equal(total(byStore, 'NetQty'), total(lines, 'Quantity'));
    const taxes = await the.json<Rows>(`/reports/taxdetailsreport?${MARCH}`);
    const feed = await the.json<Rows>(`/partner/Envysion/SaleInvoiceTaxes?${MARCH}&CompanyId=42`);
    assert.equal(total(taxes, 'TaxCollected'), total(feed, 'Tax'));
    const invoices = await the.json<Rows>(`/reports/SalesByInvoiceReport?${MARCH}&HideRebates=1`);
    const payments = await the.json<Rows>(`/partner/Envysion/SaleInvoicePayments?${MARCH}&CompanyId=42`);
    assert.equal(total(invoices, 'TotalAfterTax'), total(payments, 'amount'));
  });

  it('tells the same net sales at every level, in every month, and beside their targets', async () => {
    const query = 'StartDate=2025-03-01&StopDate=2025-04-30';
    const net = total(
      await the.json<Rows>(`/reports/DailySalesSummaryReport?${query}&CategoryNumber=-1&SpecialProductID=-1`),
      'Net',
    );
    const ranking = 'PeriodID=1&HideRebates=-1&PerformanceGroupID=1&TopN=10&TopCriteria=Sales';
    for (const level of [1, 2, 3, 4, 5]) {
      const path = `/reports/graphedperformancemetricsreport_breakdown?${query}&${ranking}&ByWho=${level}`;
      assert.equal(total(await the.json<Rows>(path), 'Sales'), net, path);
    }
    for (const kind of ['Group', 'Location', 'Employee']) {
      const path = `/reports/PerformanceMetrixSummaryReport?${query}&HideRebates=-1&ReportType=${kind}`;
      assert.equal(total(await the.json<Rows>(path), 'Sales'), net, path);
    }
    const months = await the.json<Rows>(
      `/reports/SalesByLocationReport?${query}&SearchMethod=1&CategoryNumber=-1&ByMonth=ByMonth`,
    );
    assert.equal(total(months, 'Net'), net);
    assert.deepEqual([...new Set(months.map((row) => row.Date))].sort(), [3, 4]);
  });

  it('compares a month and a year to date with those before', async () => {
    const forecast = await the.json<Rows>('/reports/SalesForecastReport?DateAsOf=2026-03-10');
    const netOf = async (from: string, to: string) => {
      const query = `StartDate=${from}&StopDate=${to}&CategoryNumber=-1&SpecialProductID=-1`;
      return total(await the.json<Rows>(`/reports/DailySalesSummaryReport?${query}`), 'Net');
    };
    assert.equal(total(forecast, 'NetThisMonth'), await netOf('2026-03-01', '2026-03-10'));
    assert.equal(total(forecast, 'NetThisMonthLastYear'), await netOf('2025-03-01', '2025-03-10'));
    assert.equal(total(forecast, 'NetThisYear'), await netOf('2026-01-01', '2026-03-10'));
    assert.equal(total(forecast, 'NetLastYear'), await netOf('2025-01-01', '2025-03-10'));
  });

  it('counts at the tills what was paid', async () => {
    const tills = await the.json<Rows>(`/reports/CashOutSummaryReport?${MARCH}`);
    const invoices = await the.json<Rows>(`/reports/SalesByInvoiceReport?${MARCH}&HideRebates=1`);
    assert.equal(total(tills, 'SystemTotal'), total(invoices, 'TotalAfterTax'));
  });

  it('has the same invoice, product and store wherever they are named', async () => {
    const [line] = await detail();
    const stores = await the.json<Rows>('/lists/stores');
    const products = await the.json<Rows>('/lists/productidentifier?IncludeDisabled=true');
    const [invoice] = await the.json<Rows>(
      `/reports/InvoiceHistoryReport?${MARCH}&InvoiceStatus=-1&SearchType=1&InvoiceIDByStore=${line?.InvoiceIDByStore}`,
    );
    assert.equal(invoice?.DateCreated, line?.DateCreated);
    assert.equal(invoice?.LocationName, line?.InvoicedAt);
    assert.equal(stores.find((store) => store.StoreID === line?.InvoicedAt_StoreID)?.StoreName, line?.InvoicedAt);
    assert.equal(products.find((product) => product.ID === line?.ProductIdentifier)?.Description, line?.ProductName);
  });

  it('takes back what was sold, at the same price', async () => {
    const refunds = await the.json<Rows>(
      '/reports/RefundSummaryReport?StartDate=2025-01-01&StopDate=2026-12-31&Filter=1',
    );
    const refund = refunds[0];
    const original = await detail(
      `StartDate=2025-01-01&StopDate=2026-12-31&InvoiceIDByStore=${refund?.OriginalInvoiceIDByStore}`,
    );
    assert.ok(refunds.length > 20);
    assert.ok(original.length > 0);
    assert.equal(original[0]?.SaleInvoiceID, refund?.OriginalSaleInvoiceID);
    assert.equal(original[0]?.DateCreated, refund?.OriginalDateCreated);
  });

  it('sums stock by store or by product to the same worth', async () => {
    const byStore = await the.json<Rows>('/reports/inventorytotalsbylocationreport?StoreTypeID=-1&CategoryNumber=-1');
    const listing = await the.json<Rows>(
      '/reports/inventorylistingreport?CategoryNumber=-1&BinStatus=1&QtyStatus=4&BlindInventory=0&DateAsOf=2026-01-01',
    );
    assert.equal(total(byStore, 'InStock'), total(listing, 'TotalCost'));
    const everywhere = await the.json<Rows>('/availability');
    const perStore = await the.json<Rows>('/availability?ByLocation=true');
    assert.equal(total(everywhere, 'Quantity'), total(perStore, 'Quantity'));
    assert.equal(total(listing, 'Quantity'), total(perStore, 'Quantity'));
  });

  it('says where the stock is only when it was asked by location', async () => {
    assert.ok(!('LocationId' in ((await the.json<Rows>('/availability'))[0] ?? {})));
    const rows = await the.json<Rows>('/availability?LocationType=Store&LocationTypeIDs=3,4');
    assert.deepEqual([...new Set(rows.map((row) => row.LocationId))], [3, 4]);
  });

  describe('filters', () => {
    it('by quantity', async () => {
      const rows = await the.json<Rows>('/availability?QuantityMin=10&QuantityMax=20');
      assert.ok(rows.length > 0 && rows.every((row) => Number(row.Quantity) >= 10 && Number(row.Quantity) <= 20));
    });
    it('by location, at each level of the tree, where LocationType wins over ForWho', async () => {
      const tree = await the.json<Rows>('/reports/locationtreereport');
      const lines = await detail();
      const storesIn = (column: string, id: Cell) => tree.filter((row) => row[column] === id).map((row) => row.StoreID);
      for (const [level, column, id] of [
        ['Store', 'StoreID', 2],
        ['District', 'DistrictID', 104],
        ['Region', 'RegionID', 13],
      ] as const) {
        const expected = lines.filter((line) => storesIn(column, id).includes(line.InvoicedAt_StoreID ?? null));
        const filtered = await detail(`${MARCH}&LocationType=${level}&LocationTypeIDs=${id}&ForWho=4&ForWhoIDs=9`);
        assert.deepEqual(filtered, expected);
      }
      assert.deepEqual(
        await detail(`${MARCH}&ForWho=4&ForWhoIDs=2`),
        await detail(`${MARCH}&LocationType=Store&LocationTypeIDs=2`),
      );
      assert.deepEqual(await detail(`${MARCH}&LocationType=Store&LocationTypeIDs=*`), lines);
    });
    it('by category with all that is under it', async () => {
      const phones = await the.json<Rows>(
        `/reports/ProductDetailReport?${MARCH}&SearchMethod=3&ManufacturerID=-1&CategoryNumber=1010&ReportPart=1`,
      );
      assert.deepEqual(
        phones,
        (await detail()).filter((line) => String(line.CategoryPath).startsWith('>> Phones')),
      );
    });
    it('by product, customer and text', async () => {
      const [line] = (await detail()).filter((row) => row.CustomerID !== null);
      const sku = encodeURIComponent(String(line?.ProductIdentifier));
      assert.ok(
        (await detail(`${MARCH}&ProductIdentifier=${sku}`)).every(
          (row) => row.ProductIdentifier === line?.ProductIdentifier,
        ),
      );
      const found = await the.json<Rows>('/lists/productidentifier?SearchTerm=pixel');
      assert.ok(found.length > 0 && found.every((row) => /pixel/i.test(`${row.ID} ${row.Description}`)));
      const janes = await the.json<Rows>('/deltas/customers?PrimaryName=Jane&StartDate=2025-01-01&StopDate=2026-12-31');
      assert.ok(janes.length > 0 && janes.every((row) => row.FirstName === 'Jane'));
    });
    it('by date, as the stopDate dial says', async () => {
      const to = async (stop: string) => (await detail(`StartDate=2025-03-10&StopDate=${stop}`)).length;
      const whole = await to('2025-03-12');
      the.emulator.dials.set({ stopDate: 'instant' });
      const midnight = await to('2025-03-12');
      assert.equal(midnight, await to('2025-03-11T23:59:59.999'));
      the.emulator.dials.set({ stopDate: 'exclusive' });
      assert.equal(await to('2025-03-13'), whole);
      assert.ok(whole > midnight);
    });
    it('by an instant itself, with or without its zone', async () => {
      const [line] = await detail();
      const at = String(line?.DateCreated);
      const during = (from: string, to: string) =>
        detail(`StartDate=${encodeURIComponent(from)}&StopDate=${encodeURIComponent(to)}`);
      assert.equal((await during(at, at))[0]?.SaleInvoiceID, line?.SaleInvoiceID);
      assert.equal((await during(`${at}Z`, `${at}Z`))[0]?.SaleInvoiceID, line?.SaleInvoiceID);
      the.emulator.dials.set({ stopDate: 'exclusive' });
      assert.equal((await during(at, at)).length, 0);
      the.emulator.dials.set({ stopDate: 'inclusive', timeZone: 'America/Regina' });
      assert.notEqual((await during(`${at}Z`, `${at}Z`))[0]?.SaleInvoiceID, line?.SaleInvoiceID);
      assert.equal((await during(`${at}-06:00`, `${at}-06:00`))[0]?.SaleInvoiceID, line?.SaleInvoiceID);
    });
  });

  it('changes its customers over time, each change in one window only', async () => {
    const during = (from: string, to: string) => the.json<Rows>(`/deltas/customers?StartDate=${from}&StopDate=${to}`);
    the.emulator.dials.set({ stopDate: 'exclusive' });
    const all = await during('2025-01-01', '2027-01-01');
    const halves = [...(await during('2025-01-01', '2026-01-01')), ...(await during('2026-01-01', '2027-01-01'))];
    assert.deepEqual(halves, all);
    assert.ok(new Set(all.map((row) => row.CustomerID)).size < all.length);
  });

  it('holds values that spoil careless readers', async () => {
    const text = JSON.stringify([
      await the.json('/deltas/customers?StartDate=2025-01-01&StopDate=2026-12-31'),
      await detail(),
    ]);
    for (const value of [
      '"00501"',
      'Иванов',
      '山田',
      '<Null>',
      '📱',
      'String_InStock',
      "O'Brien's },{",
      ':null,',
      '\\r\\n',
    ]) {
      assert.ok(text.includes(value), value);
    }
    assert.match(text, /"SerialNumber":"0\d{14}"/);
  });

  it('is the same each time', async () => {
    const again = await detail();
    assert.deepEqual(await detail(), again);
    assert.equal(again[0]?.SaleInvoiceID, 100_324);
  });
});
