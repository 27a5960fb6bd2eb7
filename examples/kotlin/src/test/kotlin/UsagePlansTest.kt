package com.example

import io.github.ncloudcommunity.apigateway.sandbox.SandboxExtension
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class UsagePlansTest {

    @JvmField @RegisterExtension val gateway: SandboxExtension = SandboxExtension.create()

    @Test
    fun `associated plan is listed`() {
        val seed = gateway.sandbox().seed()

        val names = associate(
            gateway.client(), seed.productId(), seed.apiId(), seed.stageId(), seed.usagePlanId())

        assertEquals(listOf("sandbox-plan"), names)
    }
}
