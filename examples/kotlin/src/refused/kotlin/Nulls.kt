package com.example

import io.github.ncloudcommunity.apigateway.ApiGatewayClient
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest

/** The compiler refuses each of these lines. */
fun refused(gateway: ApiGatewayClient) {
    gateway.usagePlans().getUsagePlan(null)
    AssociateUsagePlanRequest().usagePlanId(null)
    gateway.usagePlans().getUsagePlan("id").usagePlan.usagePlanName
}
