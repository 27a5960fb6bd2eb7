/** Reads paged lists as streams. Entry point: the {@code stream…} methods of the operations. */
@NullMarked
package io.github.ncloudcommunity.apigateway.paging;

import org.jspecify.annotations.NullMarked;
