import * as choices from './choices';
import { instant, string, wholeNumber } from './column-types';
import { employeeMasterListColumns } from './employees';
import { endpointsOf, variant } from './entry';
import {
  category,
  dateWindow,
  enabledStatus,
  invoiceNumber,
  language,
  locations,
  manufacturer,
  partnerCompany,
  product,
} from './groups';
import { locationMasterListColumns } from './operations';
import * as parameter from './parameter-types';
import { required } from './parameter-types';
import { productDetailColumns, productDetailPart2Columns, productDetailPart3Columns } from './sales';

export const partner = endpointsOf('partner', [
  {
    id: 'partner-dealer-relationships',
    title: 'Dealer relationships',
    path: null,
    pathEvidence: 'unknown',
    pathCandidates: ['/partner/dealerrelationships'],
    description:
      'Company-tree nodes (region, district, channel or location) inside a company that the partner may read. Several rows with the same CompanyID mean several accessible nodes.',
    parameters: [],
    columns: [
      wholeNumber('CompanyID', 'Company entity id.', 14146),
      string('CompanyName', 'Company name.', 'KENTEL'),
      wholeNumber('LocationEntityID', 'Entity Store id of the node.', 14192),
      string('LocationName', 'Node name.', 'Region A'),
    ],
    sources: ['current-docs'],
  },
  {
    id: 'partner-employee-master-list',
    title: 'Employee master list',
    label: 'Partner employees',
    path: '/partner/reports/employeemasterlistreport',
    pathEvidence: 'observed',
    description:
      'Generic partner form of the report, run for one related company. Full employee master data. Column names contain spaces and symbols.',
    parameters: [partnerCompany('CompanyID'), required(enabledStatus), ...locations(1, '6679')],
    columns: employeeMasterListColumns,
    sources: ['client-code'],
  },
  {
    id: 'partner-location-master-list',
    title: 'Location master list',
    label: 'Partner locations',
    path: '/partner/reports/locationmasterlistreport',
    pathEvidence: 'observed',
    description:
      'Generic partner form of the report, run for one related company. Full location master data: hierarchy names, address, lease, settings and ids.',
    parameters: [partnerCompany('CompanyID')],
    columns: locationMasterListColumns,
    sources: ['client-code'],
  },
  {
    id: 'partner-product-detail',
    title: 'Product detail',
    label: 'Partner product detail',
    path: '/partner/reports/productdetailreport',
    pathEvidence: 'observed',
    description:
      'Generic partner form of the report, run for one related company. Line-level sales detail: one row per product sold with price, cost, discount, staff, location and carrier data. ReportPart switches to per-line tax amounts or to the list of tax columns.',
    parameters: [
      partnerCompany('CompanyID'),
      ...dateWindow,
      required(
        parameter.choice('SearchMethod', choices.productDetailSearches, 'Which criterion drives the search.', {
          example: 3,
        }),
      ),
      required(manufacturer),
      required(category),
      required(
        parameter.choice('ReportPart', choices.productDetailParts, 'Which of the three result sets to return.', {
          example: 1,
        }),
      ),
      ...locations(4, '1'),
      product,
      invoiceNumber,
      language,
    ],
    columns: productDetailColumns,
    variants: [
      variant('ReportPart', 1, 'Default report', productDetailColumns),
      variant('ReportPart', 2, 'Tax detail', productDetailPart2Columns),
      variant('ReportPart', 3, 'Tax columns', productDetailPart3Columns),
    ],
    sources: ['client-code'],
  },
  {
    id: 'partner-relationships',
    title: 'Partner relationships',
    path: '/partner/relationships',
    pathEvidence: 'documented',
    description:
      'Companies that have contracted with the calling partner. CompanyID feeds every other partner request; PreferredEndpoint is the base URL to use for that company.',
    parameters: [],
    columns: [
      wholeNumber('CompanyID', 'Company entity id.', 521528),
      string('CompanyName', 'RQ database name.', 'KentelRC'),
      string('DoingBusinessAs', 'Trading name (added after Jan 2017).', 'Kentel'),
      string(
        'PreferredEndpoint',
        'Nearest DataConnect base URL (added later).',
        'https://dataconnectrc-useast.iqmetrix.net',
      ),
      instant('DateCreatedUTC', 'When the relationship was created, UTC (newest form).', '2019-03-19T19:51:09.763'),
    ],
    sources: ['current-docs'],
  },
]);
