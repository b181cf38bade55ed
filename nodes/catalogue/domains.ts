/** The domains in palette order: the id names the catalogue file, node set and icon, the title the palette category. */
export const domains = [
  { id: 'service', title: 'Service' },
  { id: 'lists', title: 'Lists' },
  { id: 'inventory', title: 'Inventory' },
  { id: 'sales', title: 'Sales' },
  { id: 'customers', title: 'Customers' },
  { id: 'employees', title: 'Employees' },
  { id: 'rebates', title: 'Rebates' },
  { id: 'finance', title: 'Finance' },
  { id: 'performance', title: 'Performance' },
  { id: 'operations', title: 'Operations' },
  { id: 'deltas', title: 'Deltas' },
  { id: 'bridge', title: 'Bridge' },
  { id: 'partner', title: 'Partner' },
  { id: 'partner-feeds', title: 'Partner Feeds' },
] as const;

export type DomainId = (typeof domains)[number]['id'];
