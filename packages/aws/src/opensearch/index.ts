export { opensearchKnnSearch } from "./knn-search.ts";
