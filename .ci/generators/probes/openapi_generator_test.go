package client

import (
	"encoding/json"
	"testing"
)

func TestABodyWithRulesBetweenItsMembersKeepsThem(t *testing.T) {
	body := NewCreateUsagePlanRequest("gold")
	body.SetMonthQuotaRequest(10)
	body.SetDayQuotaRequest(5)
	text, err := json.Marshal(body)
	if want := `{"dayQuotaRequest":5,"monthQuotaRequest":10,"usagePlanName":"gold"}`; err != nil || string(text) != want {
		t.Fatalf("%s, %v, want %s", text, err, want)
	}
}
