/** Lists that come in pages, read as one stream. Entry point: {@code stream…} of the operations. */
@NullMarked
package io.github.ncloudcommunity.apigateway.paging;

import org.jspecify.annotations.NullMarked;
