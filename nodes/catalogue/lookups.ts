/** The list endpoints that know a field's values, and the columns to read from them. */
import type { Lookup } from './schema';

/** Locations of the level that the parameter `type` names. */
export function locations(type: string): Lookup {
  return { endpoint: 'list-locations', value: 'ID', label: 'Description', from: { LocationType: type } };
}

export const levels: Lookup = { endpoint: 'list-for-who', value: 'ID', label: 'Description' };

/** Nodes of the legacy level that the parameter `level` names. `Column1` is what the service calls the node's name. */
export function nodes(level: string): Lookup {
  return { endpoint: 'list-for-who-ids', value: 'ID', label: 'Column1', from: { ForWho: level } };
}

export const categories: Lookup = {
  endpoint: 'list-categories',
  value: 'ID',
  label: 'Description',
  parent: 'ParentID',
};

export const products: Lookup = { endpoint: 'list-product-identifiers', value: 'ID', label: 'Description' };
export const productTypes: Lookup = { endpoint: 'list-product-types', value: 'ProductTypeID', label: 'ProductType' };
export const vendors: Lookup = { endpoint: 'list-vendors', value: 'VendorID', label: 'VendorName' };
export const manufacturers: Lookup = { endpoint: 'list-manufacturers', value: 'ID', label: 'Description' };
export const carriers: Lookup = { endpoint: 'list-carriers', value: 'CarrierID', label: 'CarrierName' };
export const coupons: Lookup = { endpoint: 'list-coupons', value: 'CouponID', label: 'CouponName' };
export const reasonCodes: Lookup = { endpoint: 'list-reason-codes', value: 'ID', label: 'Description' };
export const employees: Lookup = { endpoint: 'list-employees', value: 'EmployeeID', label: 'Name' };
export const employeeGroups: Lookup = { endpoint: 'list-employee-groups', value: 'GroupID', label: 'GroupName' };
export const languages: Lookup = { endpoint: 'list-languages', value: 'ID', label: 'ID' };
export const stores: Lookup = { endpoint: 'list-stores', value: 'StoreID', label: 'StoreName' };
export const storeEntities: Lookup = { endpoint: 'list-stores', value: 'LocationEntityID', label: 'StoreName' };
export const storeTypes: Lookup = { endpoint: 'list-store-types', value: 'Type', label: 'StoreTypeName' };
export const companies: Lookup = { endpoint: 'master-relationships', value: 'CompanyID', label: 'CompanyName' };
export const partnerCompanies: Lookup = { endpoint: 'partner-relationships', value: 'CompanyID', label: 'CompanyName' };
/** The report of the groups is the only one that names them. */
export const performanceGroups: Lookup = { endpoint: 'performance-metrix', value: 'ID', label: 'Name' };
export const bridgeTables: Lookup = { endpoint: 'bridge-table-schema', value: 'TableName', label: 'TableName' };

export const financingTypes: Lookup = {
  endpoint: 'list-financing-types',
  value: 'FinancingDetailID',
  label: 'FinancingDetailName',
};
