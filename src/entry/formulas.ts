import { clientsOf } from "../apis.ts";
import { lockUntil } from "../core/locked.ts";
import { entries } from "../entries.ts";
import { type Argument, FORMULA_BUDGET_MS, type FormulaWork, type Shown } from "../formulas/formula.ts";
import { funnelFormula } from "../formulas/funnel.ts";
import { listingFormula } from "../formulas/listing.ts";
import {
  companyFormula,
  countFormula,
  domainFinderFormula,
  domainFormula,
  findFormula,
  personFormula,
  verifyFormula,
} from "../formulas/lookups.ts";
import { recordFormula } from "../formulas/record.ts";
import { stageFormula } from "../formulas/stage.ts";
import { currentWorld } from "../gas/world.ts";
import { entryOf } from "../runs/work.ts";

/** The custom functions, as Sheets shows them while they are typed; those of the tables follow from the entries. */

function formulaWork(): FormulaWork {
  const { ports: all, book } = currentWorld();
  const deadlineMs = all.clock.nowMs() + FORMULA_BUDGET_MS;
  const ports = { ...all, fileLock: lockUntil(deadlineMs, all.fileLock, all.clock) };
  const client = clientsOf(ports);
  return {
    ports,
    book,
    startOf: (day) => book.startOf(day),
    deadlineMs,
    entry: (table) => entryOf(entries, table),
    client: (api) => client(api, deadlineMs),
  };
}

/** The body of every listing's formula; the functions themselves follow from the entries. */
export function tableFormula_(table: string, filters?: Argument, columns?: Argument): Shown[][] {
  const work = formulaWork();
  return listingFormula(work.entry(table), filters, columns, work);
}

/**
 * One Huntr job as one row without a header; a row for each cell of a range.
 *
 * @param {string|Array<Array<string>>} id The job's id, or a range of them.
 * @param {string|Array<Array<string>>} columns Optional. Columns of HUNTR_JOBS, as "title, employer"; "*" for all.
 * @return {Array<Array>} The row.
 * @customfunction
 */
export function HUNTR_JOB(id: Argument, columns?: Argument): Shown | Shown[][] {
  return recordFormula("HUNTR_JOB", id, columns, formulaWork());
}

/**
 * One Huntr member as one row without a header; a row for each cell of a range.
 *
 * @param {string|Array<Array<string>>} id The member's id or e-mail address, or a range of them.
 * @param {string|Array<Array<string>>} columns Optional. Columns of HUNTR_MEMBERS, as "given_name, is_active"; "*" for all.
 * @return {Array<Array>} The row.
 * @customfunction
 */
export function HUNTR_MEMBER(id: Argument, columns?: Argument): Shown | Shown[][] {
  return recordFormula("HUNTR_MEMBER", id, columns, formulaWork());
}

/**
 * One Hunter lead as one row without a header; a row for each cell of a range.
 *
 * @param {number|string|Array<Array<string>>} id The lead's number or e-mail address, or a range of them.
 * @param {string|Array<Array<string>>} columns Optional. Columns of HUNTER_LEADS, as "first_name, company"; "*" for all.
 * @return {Array<Array>} The row.
 * @customfunction
 */
export function HUNTER_LEAD(id: Argument, columns?: Argument): Shown | Shown[][] {
  return recordFormula("HUNTER_LEAD", id, columns, formulaWork());
}

/**
 * Gives the type of a stage of a Huntr board: APPLY, PHONE_SCREEN, PHONE_INTERVIEW, ON_SITE_INTERVIEW, OFFER_RECEIVED, OFFER_ACCEPTED or OFFER_DECLINED; empty for a stage that implies none. Needs no network.
 *
 * @param {string|Array<Array<string>>} name The stage's name, such as "2nd interview", or a range of names.
 * @return {string|Array<Array<string>>} The stage type, one for each name.
 * @customfunction
 */
export function HUNTR_STAGE_TYPE(name: Argument): Shown | Shown[][] {
  return stageFormula(name);
}

/**
 * Counts the members of each cohort, and those with a job that reached each step up to an accepted offer.
 *
 * @param {string|Array<Array<string>>} filters Optional. Names: active, owner_member_id, created_after, created_before (of jobs).
 * @param {string} cohort_field Optional. The member field that tells the cohort. The month of joining unless given.
 * @return {Array<Array>} Cohort, Members, Saved, Applied, Screen, Interview, Offer, Accepted.
 * @customfunction
 */
export function HUNTR_FUNNEL(filters?: Argument, cohort_field?: Argument): Shown[][] {
  return funnelFormula(filters, cohort_field, formulaWork());
}

/**
 * Verifies whether mail to an address would arrive, with Hunter: valid, invalid, accept_all, webmail, disposable, unknown, claimed or pending. Each address costs a verification of your plan once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} email An e-mail address, or a range of them: one row for each cell.
 * @param {string|Array<Array<string>>} columns What to show, such as "status, score"; "*" for all. The status unless given.
 * @param {number} max_age_days How old a stored answer may be, in days. Any age unless given: nothing is bought unasked.
 * @return {string|Array<Array<string>>} The status, or the columns asked for.
 * @customfunction
 */
export function HUNTER_VERIFY(
  email: Argument,
  columns?: Argument,
  max_age_days?: Argument,
): Shown | Shown[][] {
  return verifyFormula(email, columns, max_age_days, formulaWork());
}

/**
 * Finds the e-mail address of a person at a company, with Hunter. An address that is found costs a search of your plan once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} domain_or_company The company's domain, web address or name, or a range of them: one row for each cell.
 * @param {string|Array<Array<string>>} first_or_full_name The first name, or the whole name when there is no last name beside it.
 * @param {string|Array<Array<string>>} last_name Optional. The last name.
 * @param {string|Array<Array<string>>} columns Optional. What to show, such as "email, score, position"; "*" for all. The address unless given.
 * @return {string|Array<Array<string>>} The address, or the columns asked for.
 * @customfunction
 */
export function HUNTER_FIND(
  domain_or_company: Argument,
  first_or_full_name: Argument,
  last_name?: Argument,
  columns?: Argument,
): Shown | Shown[][] {
  return findFormula(domain_or_company, first_or_full_name, last_name, columns, formulaWork());
}

/**
 * Lists the e-mail addresses that Hunter knows of a domain or company, with a header row. Ten addresses cost a search of your plan, once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} domain_or_company A domain, web address or company name, or a range of them.
 * @param {string|Array<Array<string>>} filters Optional. Such as "limit=10; type=personal; department=hr", or a range of names and values.
 * @param {string|Array<Array<string>>} columns Optional. What to show, such as "email, position, confidence"; "*" for all.
 * @return {Array<Array>} One row for each address.
 * @customfunction
 */
export function HUNTER_DOMAIN(
  domain_or_company: Argument,
  filters?: Argument,
  columns?: Argument,
): Shown[][] {
  return domainFormula(domain_or_company, filters, columns, formulaWork());
}

/**
 * Tells who a person is, with Hunter. One who is found costs up to one credit of your plan once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} email An e-mail address, or a page or handle on LinkedIn, or a range of them: one row for each cell.
 * @param {string|Array<Array<string>>} columns Optional. What to show, such as "full_name, position, company"; "*" for all. The full name unless given.
 * @return {string|Array<Array<string>>} The name, or the columns asked for.
 * @customfunction
 */
export function HUNTER_PERSON(email: Argument, columns?: Argument): Shown | Shown[][] {
  return personFormula(email, columns, formulaWork());
}

/**
 * Tells what a company is, with Hunter. One that is found costs up to one credit of your plan once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} domain The company's domain or web address, or a range of them: one row for each cell.
 * @param {string|Array<Array<string>>} columns Optional. What to show, such as "name, industry, employees"; "*" for all. The name unless given.
 * @return {string|Array<Array<string>>} The name, or the columns asked for.
 * @customfunction
 */
export function HUNTER_COMPANY(domain: Argument, columns?: Argument): Shown | Shown[][] {
  return companyFormula(domain, columns, formulaWork());
}

/**
 * Finds the domain of a company by its name, with Hunter. Free.
 *
 * @param {string|Array<Array<string>>} company The company's name, or a range of names: one row for each cell.
 * @param {string|Array<Array<string>>} columns Optional. What to show, such as "domain, email_count"; "*" for all. The domain unless given.
 * @return {string|Array<Array<string>>} The domain, or the columns asked for.
 * @customfunction
 */
export function HUNTER_DOMAIN_FINDER(company: Argument, columns?: Argument): Shown | Shown[][] {
  return domainFinderFormula(company, columns, formulaWork());
}

/**
 * Counts the e-mail addresses that Hunter knows of a domain or company. Free, and needs no key.
 *
 * @param {string|Array<Array<string>>} domain_or_company A domain, web address or company name, or a range of them.
 * @param {string} type Optional. "personal" or "generic" counts only these.
 * @return {number|Array<Array<number>>} How many addresses, one for each cell.
 * @customfunction
 */
export function HUNTER_COUNT(domain_or_company: Argument, type?: Argument): Shown | Shown[][] {
  return countFormula(domain_or_company, type, formulaWork());
}
