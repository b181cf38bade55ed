/** All questions in the order in which they are asked: what bears on a setting first, what may be forbidden last. */
import { endpoints } from '../catalogue/index';
import { postBody, responseInBody } from './body-questions';
import { csv, xml } from './format-questions';
import { preferredHost } from './host-question';
import { pathQuestions } from './path-questions';
import type { Question } from './question';
import { stopDate } from './stop-date-question';
import { badRequest, compression, cookies, notFound } from './wire-questions';
import { zoneOfDates, zoneOfYear } from './zone-questions';

export const questions: readonly Question[] = [
  cookies,
  preferredHost,
  badRequest,
  notFound,
  postBody,
  responseInBody,
  stopDate,
  zoneOfDates,
  csv,
  xml,
  ...pathQuestions(endpoints, 'guessed'),
  zoneOfYear,
  compression,
  ...pathQuestions(endpoints, 'inferred'),
  ...pathQuestions(endpoints, 'partner'),
];
