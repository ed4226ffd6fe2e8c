/**
 * Render tells where the database is in parts, and what the service is called outside in a variable of its own.
 * Imported before the program, this says both as Hexdesk reads them; what is set already stays.
 */
const {
  MYSQL_USER = '',
  MYSQL_PASSWORD = '',
  MYSQL_HOSTPORT,
  MYSQL_DATABASE,
  RENDER_EXTERNAL_URL,
} = process.env;

if (MYSQL_HOSTPORT) {
  const credentials = [MYSQL_USER, MYSQL_PASSWORD].map(encodeURIComponent).join(':');
  process.env.DATABASE_URL ||= `mysql://${credentials}@${MYSQL_HOSTPORT}/${MYSQL_DATABASE}`;
}
if (RENDER_EXTERNAL_URL) process.env.PUBLIC_URL ||= RENDER_EXTERNAL_URL;
