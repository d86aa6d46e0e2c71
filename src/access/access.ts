import { type Decision } from "./decision";
import { type Origin } from "./origin";
import { type Principal } from "./principal";
import { type Step } from "./step";

/** Who can call what: every principal, every route, every origin, and what becomes of each call. */
export interface Access {
  readonly principals: readonly Principal[];
  readonly origins: readonly Origin[];
  readonly routes: readonly AccessRoute[];
  /** What becomes of a call. */
  readonly decision: (cell: Cell) => Decision;
  /** How that comes about, step by step. */
  readonly explain: (cell: Cell) => readonly Step[];
  /** What was not analysed, in sentences without a full stop. */
  readonly notCovered: readonly string[];
}

/** A call, as far as it matters who may make it. */
export interface Cell {
  readonly route: AccessRoute;
  readonly principal: Principal;
  readonly origin: Origin;
}

/** A route of an API as it is shown; routes of one API have the very same `api`. */
export interface AccessRoute {
  readonly api: AccessApi;
  /** Such as `GET` or `ANY`. */
  readonly method: string;
  readonly path: string;
  /** What people call it: `GET /members/{id}`, `$default`. */
  readonly label: string;
  /** What asks for it: signed requests, tokens, or nothing. */
  readonly asks: "nothing" | "signature" | "token" | "unknown";
  /** Such as `AWS_IAM`, with what belongs to it: `JWT members/read`. */
  readonly auth: string;
}

/** An API as it is shown. */
export interface AccessApi {
  /** Unique. */
  readonly label: string;
  readonly address: string;
  /** What it is: `REST API, regional, stage api`. */
  readonly description: string;
}
