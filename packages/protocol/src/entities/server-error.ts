/** The body of every refused API call. `detailed_error` is empty unless the server runs in developer mode. */
export interface ServerError {
  /** Stable, for programs: `"api.context.permissions.app_error"`. */
  id: string;
  /** For people, in the language of the request. */
  message: string;
  detailed_error: string;
  request_id?: string;
  status_code?: number;
}
